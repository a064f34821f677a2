export { exportTransactions, type ExportedTransaction } from "./export-transactions";
export type { Account, IncreaseEnvironment } from "../increase";
export { readAccount } from "./read-account";
export {
  accountsPerPage,
  mostAccountsSearched,
  readAccounts,
  type AccountList,
  type AccountsRequest,
} from "./read-accounts";
export { readBalance, type BalanceResult } from "./read-balance";
export { readBalanceHistory, type BalanceHistoryRequest, type BalancePoint } from "./read-balance-history";
export { readChange } from "./read-change";
export { readAccountNumbers, type MaskedAccountNumber } from "./read-account-numbers";
export { readCards } from "./read-cards";
export { readPendingTransactions } from "./read-pending-transactions";
export { readRecentTransactions } from "./read-recent-transactions";
export {
  readTransactions,
  transactionsPerPage,
  type ListedTransaction,
  type TransactionPage,
  type TransactionsRequest,
} from "./read-transactions";
export { revealAccountNumber } from "./reveal-account-number";
export { parseTransactionSearch, type TransactionFilter, type TransactionSearch } from "./transaction-filter";
