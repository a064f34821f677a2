export { listAccounts, getBalance, type Account, type AccountPage, type Balance } from "./accounts";
export {
  createIncrease,
  type GroupClient,
  type IncreaseConfig,
  type IncreaseEnvironment,
  type IncreaseGateway,
  type PlatformClient,
} from "./client";
export type { CallObserver, CallTags, IncreaseCall } from "./observe";
export { UpstreamError, type UpstreamErrorKind } from "./errors";
export {
  createEventSubscription,
  deleteEventSubscription,
  listEventSubscriptions,
  type EventSubscription,
} from "./event-subscriptions";
export { listEventsSince, type EventPage } from "./events";
export { getCurrentGroup, type Group } from "./groups";
export { listOAuthApplications, type OAuthApplication } from "./oauth-applications";
export { getOAuthConnection, listOAuthConnections, type OAuthConnection } from "./oauth-connections";
export { exchangeAuthorizationCode, exchangeProductionToken, type OAuthToken } from "./oauth-tokens";
