import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export type { ExportedTransaction } from "./export-transactions";
export type { Account, IncreaseEnvironment } from "../increase";
export { accountsPerPage, mostAccountsSearched, type AccountList } from "./read-accounts";
export type { BalanceResult } from "./read-balance";
export type { BalanceHistoryRequest, BalancePoint } from "./read-balance-history";
export type { MaskedAccountNumber } from "./read-account-numbers";
export type { ListedTransaction, TransactionPage } from "./read-transactions";
export { parseTransactionSearch, type TransactionFilter, type TransactionSearch } from "./transaction-filter";

export const {
  exportTransactions,
  readAccount,
  readAccounts,
  readBalance,
  readBalanceHistory,
  readChange,
  readAccountNumbers,
  readCards,
  readPendingTransactions,
  readRecentTransactions,
  readTransactions,
  revealAccountNumber,
} = withVerbSpans("banking", verbs);
