import "server-only";

export { exportTransactions } from "./export-transactions";
export { readAccount } from "./read-account";
export { readAccounts } from "./read-accounts";
export { readBalance } from "./read-balance";
export { readBalanceHistory } from "./read-balance-history";
export { readChange } from "./read-change";
export { readAccountNumbers } from "./read-account-numbers";
export { readCards } from "./read-cards";
export { readPendingTransactions } from "./read-pending-transactions";
export { readRecentTransactions } from "./read-recent-transactions";
export { readTransactions } from "./read-transactions";
export { revealAccountNumber } from "./reveal-account-number";
