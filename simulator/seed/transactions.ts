import { isoTime } from "../clock";
import type { AnyTransaction } from "../wire";
import type { Posting } from "./rows";
import { createRandom } from "./random";

/** The whole transaction of a posting. Made anew at each reading, and each time the same. */
export function toTransaction(posting: Posting): AnyTransaction {
  const { description, source } = posting.template.detail(posting, createRandom(posting.id));
  return {
    id: posting.id,
    account_id: posting.accountId,
    amount: posting.amount,
    created_at: isoTime(posting.at),
    currency: "USD",
    description,
    route_id: posting.routeId,
    route_type: posting.routeId === null ? null : posting.template.route,
    source,
    type: "transaction",
  };
}
