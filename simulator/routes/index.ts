import type { Endpoint } from "../endpoint";
import { accountNumberEndpoints } from "./account-numbers";
import { accountEndpoints } from "./accounts";
import { cardEndpoints } from "./cards";
import { eventSubscriptionEndpoints } from "./event-subscriptions";
import { eventEndpoints } from "./events";
import { groupEndpoints } from "./groups";
import { oauthApplicationEndpoints } from "./oauth-applications";
import { oauthConnectionEndpoints } from "./oauth-connections";
import { oauthTokenEndpoints } from "./oauth-tokens";
import { pendingTransactionEndpoints } from "./pending-transactions";
import { transactionEndpoints } from "./transactions";

/** Every method of the Increase API that this simulator has. */
export const endpoints: readonly Endpoint[] = [
  ...accountNumberEndpoints,
  ...accountEndpoints,
  ...cardEndpoints,
  ...eventSubscriptionEndpoints,
  ...eventEndpoints,
  ...groupEndpoints,
  ...oauthApplicationEndpoints,
  ...oauthConnectionEndpoints,
  ...oauthTokenEndpoints,
  ...pendingTransactionEndpoints,
  ...transactionEndpoints,
];
