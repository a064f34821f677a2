export { getAccountNumber, listAccountNumbers, type AccountNumber } from "./account-numbers";
export { getAccount, getBalance, listAccounts, type Account, type Balance } from "./accounts";
export { listCards, type Card } from "./cards";
export { createIncrease, type GroupClient, type IncreaseGateway, type PlatformClient } from "./client";
export type { CallObserver, IncreaseCall } from "./observe";
export type { IncreaseEnvironment } from "./environment";
export { UpstreamError } from "./errors";
export {
  createEventSubscription,
  deleteEventSubscription,
  listEventSubscriptions,
  type EventSubscription,
} from "./event-subscriptions";
export { listEventsSince, type EventPage } from "./events";
export { getCurrentGroup, getPlatformGroup, type Group } from "./groups";
export { listOAuthApplications, type OAuthApplication } from "./oauth-applications";
export { getOAuthConnection, listOAuthConnections, type OAuthConnection } from "./oauth-connections";
export { exchangeAuthorizationCode, exchangeProductionToken, type OAuthToken } from "./oauth-tokens";
export type { Page } from "./paging";
export { listPendingTransactions, type PendingTransaction } from "./pending-transactions";
export type { TransactionSource } from "./transaction-source";
export { listTransactions, type Transaction, type TransactionQuery } from "./transactions";
