import { makeConnectionEvent, makeMarkingEvent, toLiveDelivery, trySend, type Sent } from "./inbox";
import type { Sender } from "./sender";

export const groupIds = Array.from({ length: 8 }, (_, number) => `group_load_${number}`);

export type Load = {
  /** What was answered with 2xx. */
  acknowledged: Map<string, Sent>;
  /** Answers that are neither 2xx nor 503: there should be none. */
  strange: number[];
  /** Sends until `isOver`. What was not acknowledged is sent once more, or never: Increase may give up. */
  run(isOver: () => boolean): Promise<void>;
};

/** One delivery in so many tells of a connection: it needs a claim, and asks Increase. */
const connectionEvery = 25;

/**
 * Deliveries without end.
 * @param nextConnectionId of a connection to end, or null where there is none left
 */
export function createLoad(sender: Sender, workers: number, nextConnectionId: () => string | null): Load {
  const acknowledged = new Map<string, Sent>();
  const strange: number[] = [];
  const again: Sent[] = [];
  let number = 0;
  const next = (): Sent => {
    number += 1;
    const oauthConnectionId = number % connectionEvery === 0 ? nextConnectionId() : null;
    if (oauthConnectionId !== null) return { event: makeConnectionEvent("deactivated", oauthConnectionId) };
    return { event: makeMarkingEvent(), groupId: groupIds[number % groupIds.length] };
  };
  const sendOne = async () => {
    const repeated = again.pop();
    const sent = repeated ?? next();
    const answer = await trySend(sender, toLiveDelivery(sent));
    const isStored = answer !== null && answer.status >= 200 && answer.status < 300;
    if (isStored) acknowledged.set(sent.event.id, sent);
    else if (repeated === undefined && number % 2 === 0) again.push(sent);
    if (answer !== null && !isStored && answer.status !== 503) strange.push(answer.status);
    // A server that is gone refuses at once: asked without a pause, it would be asked a thousand times.
    return answer !== null;
  };
  const work = async (isOver: () => boolean) => {
    while (!isOver()) if (!(await sendOne())) return;
  };
  return {
    acknowledged,
    strange,
    run: async (isOver) => void (await Promise.all(Array.from({ length: workers }, () => work(isOver)))),
  };
}
