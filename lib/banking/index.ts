export { accountsPerPage, readAccounts, type AccountList, type BalanceResult } from "./read-accounts";
