import type { Delivery } from "./records";

const longestHoldMs = 200;

/** Holds what goes to a subscription until two events wait there, or for a moment, and lets it go backwards. */
export class Reordering {
  readonly #release: (batch: readonly Delivery[]) => void;
  readonly #held = new Map<string, { deliveries: Delivery[]; timer: NodeJS.Timeout }>();

  constructor(release: (batch: readonly Delivery[]) => void) {
    this.#release = release;
  }

  hold(delivery: Delivery): void {
    const { subscriptionId } = delivery;
    const known = this.#held.get(subscriptionId);
    if (!known) {
      const timer = setTimeout(() => this.#letGo(subscriptionId), longestHoldMs);
      this.#held.set(subscriptionId, { deliveries: [delivery], timer });
      return;
    }
    known.deliveries.push(delivery);
    const hasTwoEvents = known.deliveries.some(({ eventId }) => eventId !== delivery.eventId);
    // What the same call still adds shall come along.
    if (hasTwoEvents) queueMicrotask(() => this.#letGo(subscriptionId));
  }

  clear(): void {
    for (const { timer } of this.#held.values()) clearTimeout(timer);
    this.#held.clear();
  }

  #letGo(subscriptionId: string): void {
    const held = this.#held.get(subscriptionId);
    if (!held) return;
    clearTimeout(held.timer);
    this.#held.delete(subscriptionId);
    this.#release(held.deliveries.toReversed());
  }
}
