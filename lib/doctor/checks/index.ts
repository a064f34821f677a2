import { addresses } from "./addresses";
import { alerts } from "./alerts";
import { apiKey } from "./api-key";
import { auditLog } from "./audit-log";
import { clientSecret } from "./client-secret";
import { clock } from "./clock";
import { crons } from "./crons";
import { database } from "./database";
import { deliveries } from "./deliveries";
import { eventSubscription } from "./event-subscriptions";
import { oauthApplication } from "./oauth-application";
import { sealedRows } from "./sealed-rows";
import { secrets } from "./secrets";
import { staffIssuer } from "./staff-issuer";
import { staffOwners } from "./staff-owners";
import { variableUse } from "./variable-use";
import { variables } from "./variables";

/** All that is looked at, in the order in which it is told. */
export const allChecks = [
  variables,
  variableUse,
  secrets,
  addresses,
  apiKey("live"),
  apiKey("sandbox"),
  oauthApplication,
  clientSecret,
  eventSubscription("live"),
  eventSubscription("sandbox"),
  deliveries("live"),
  deliveries("sandbox"),
  clock,
  database,
  auditLog,
  sealedRows,
  crons,
  staffIssuer,
  staffOwners,
  alerts,
] as const;
