import "server-only";
import type { Transaction } from "@/db/client";
import type { IncreaseEnvironment } from "../../increase";
import type { Context } from "../../context";

/** An event as its handler is given it. */
type HandledEvent = {
  environment: IncreaseEnvironment;
  eventId: string;
  category: string;
  associatedObjectId: string;
};

/**
 * Handles an event by asking Increase, or by more than one write. It calls `finish` in the transaction of its
 * effect: the event is processed exactly if that stands. It may run again, after a part of itself.
 */
export type UpstreamHandler = (
  context: Context,
  event: HandledEvent,
  finish: (tx: Transaction) => Promise<void>,
) => Promise<void>;

/** What an event of a family says of its group's data. Many are carried out at once. */
export type DataHandler = { marksGroupChanged: boolean };
