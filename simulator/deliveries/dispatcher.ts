import pLimit from "p-limit";
import type { RecordedEvent } from "../state/records";
import type { World } from "../state/world";
import { headersFor } from "./headers";
import { newDeliveries } from "./new-deliveries";
import { concludeAttempt, finish, obstacleTo } from "./outcome";
import { Poster } from "./post";
import type { Delivery, DeliveryAttempt } from "./records";
import { Reordering } from "./reorder";

const mostInFlight = 10;
const shortestSleepMs = 20;
export const defaultTimeoutMs = 10_000;

/** Brings events to event subscriptions. What is still to do stands in the world's state, so a restart goes on. */
export class Dispatcher {
  readonly #world: World;
  readonly #timeoutMs: number;
  readonly #limit = pLimit(mostInFlight);
  readonly #poster = new Poster();
  readonly #reordering = new Reordering((batch) => this.#send(batch));
  /** Held, queued or in flight. */
  readonly #active = new Set<Delivery>();
  /** What was sent in an earlier period has no effect in a later one. */
  #period = { isOver: false };
  #timer: NodeJS.Timeout | undefined;
  #wakesAt = Infinity;
  #waiters: (() => void)[] = [];

  constructor(world: World, timeoutMs: number) {
    this.#world = world;
    this.#timeoutMs = timeoutMs;
  }

  /** Writes down who gets the event. Sending begins when the caller is done. */
  add(event: RecordedEvent): void {
    for (const delivery of newDeliveries(this.#world, event)) {
      const obstacle = obstacleTo(this.#world, delivery);
      if (obstacle) {
        finish(this.#world, delivery, obstacle.state, obstacle.reason);
      } else {
        this.#world.state.deliveries.pending.push(delivery);
        this.#consider(delivery);
      }
    }
  }

  /** Sends everything that is due by now: said at the start, and when the clock was moved. */
  sendDue(): void {
    clearTimeout(this.#timer);
    this.#wakesAt = Infinity;
    for (const delivery of this.#world.state.deliveries.pending) this.#consider(delivery);
  }

  /** Resolves to 0 when nothing is due, delayed or in flight, else to how many are left when time is up. */
  settle(withinMs: number): Promise<number> {
    if (this.#countUnsettled() === 0) return Promise.resolve(0);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        resolve(this.#countUnsettled());
      };
      const timer = setTimeout(done, withinMs);
      this.#waiters.push(done);
    });
  }

  /** Forgets what is under way; what the state still holds is sent by `sendDue`. */
  reset(): void {
    this.close();
    this.#period = { isOver: false };
  }

  /** Stops. An attempt that was in flight counts as not made. */
  close(): void {
    this.#period.isOver = true;
    clearTimeout(this.#timer);
    this.#wakesAt = Infinity;
    this.#reordering.clear();
    this.#limit.clearQueue();
    this.#active.clear();
    this.#poster.hangUp();
    this.#releaseWaiters();
  }

  #consider(delivery: Delivery): void {
    if (this.#period.isOver || this.#active.has(delivery)) return;
    if (!this.#isDue(delivery)) {
      this.#wakeAt(delivery.nextAttemptAt ?? Infinity);
      return;
    }
    this.#active.add(delivery);
    if (this.#world.state.deliveryModes.reorder) this.#reordering.hold(delivery);
    else this.#send([delivery]);
  }

  /** One after the other. */
  #send(batch: readonly Delivery[]): void {
    const period = this.#period;
    const job = this.#limit(async () => {
      for (const delivery of batch) {
        if (!period.isOver) await this.#attempt(delivery, period);
      }
    });
    job.catch((error: unknown) => process.stderr.write(`A delivery failed: ${describe(error)}\n`));
  }

  async #attempt(delivery: Delivery, period: { readonly isOver: boolean }): Promise<void> {
    const obstacle = obstacleTo(this.#world, delivery);
    const attempt = obstacle ? null : await this.#post(delivery);
    if (period.isOver) return;
    this.#active.delete(delivery);
    if (obstacle) finish(this.#world, delivery, obstacle.state, obstacle.reason);
    if (attempt) concludeAttempt(this.#world, delivery, attempt);
    if (delivery.nextAttemptAt !== null) this.#wakeAt(delivery.nextAttemptAt);
    if (this.#waiters.length > 0 && this.#active.size === 0 && this.#countUnsettled() === 0) {
      this.#releaseWaiters();
    }
  }

  async #post(delivery: Delivery): Promise<DeliveryAttempt> {
    const { subscriptions } = this.#world.state;
    const subscription = subscriptions.find(({ value }) => value.id === delivery.subscriptionId);
    const headers = headersFor(this.#world, delivery, subscription?.sharedSecret ?? "");
    const at = this.#world.clock.nowMs();
    const { url, body } = delivery;
    try {
      const status = await this.#poster.post({ url, headers, body, timeoutMs: this.#timeoutMs });
      return { at, status, error: null };
    } catch (error) {
      return { at, status: null, error: describe(error) };
    }
  }

  #isDue({ nextAttemptAt }: Delivery): boolean {
    return nextAttemptAt !== null && nextAttemptAt <= this.#world.clock.nowMs();
  }

  #wakeAt(atMs: number): void {
    if (atMs >= this.#wakesAt) return;
    clearTimeout(this.#timer);
    this.#wakesAt = atMs;
    const sleepMs = Math.max(shortestSleepMs, atMs - this.#world.clock.nowMs());
    this.#timer = setTimeout(() => this.sendDue(), sleepMs).unref();
  }

  /** A first attempt counts also while a mode delays it; a retry counts when it is due. */
  #countUnsettled(): number {
    if (this.#period.isOver) return 0;
    const isWaitedFor = (delivery: Delivery) =>
      this.#active.has(delivery) || delivery.attempts.length === 0 || this.#isDue(delivery);
    return this.#world.state.deliveries.pending.filter(isWaitedFor).length;
  }

  #releaseWaiters(): void {
    for (const release of this.#waiters.splice(0)) release();
  }
}

function describe(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return error instanceof Error ? error.message : String(error);
}
