import "server-only";
import { hearOfCreation, hearOfDeactivation, hearOfSandboxDeactivation } from "../../connections";
import type { UpstreamHandler } from "./handler";

/** Customers who come and go. The signed body's connection id alone is acted on, no header. */
export const oauthConnectionHandlers: Record<string, UpstreamHandler> = {
  "oauth_connection.created": async (context, { environment, associatedObjectId }, finish) => {
    if (environment === "live") return hearOfCreation(context, associatedObjectId, finish);
    return context.db.transaction(finish);
  },
  "oauth_connection.deactivated": (context, { environment, associatedObjectId }, finish) =>
    environment === "live"
      ? hearOfDeactivation(context, associatedObjectId, finish)
      : hearOfSandboxDeactivation(context, associatedObjectId, finish),
};
