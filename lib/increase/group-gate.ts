import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import type { IncreaseEnvironment } from "./environment";
import { UpstreamError } from "./errors";

type RunOptions = { longestWaitMs?: number };

/** What one group's calls pass through, in this process: a work is one call, made inside it. */
export type GroupGate = {
  /**
   * Begins `work` in its turn, once Increase lets the group ask again; for that it waits `longestWaitMs` at most
   * (1.5 s unless told). A work must not wait for another one of its gate: it would hold the turn that the other needs.
   * @throws UpstreamError `rate_limited` with `retryAfterMs`, where that is too long
   */
  run<T>(work: () => Promise<T>, options?: RunOptions): Promise<T>;
};

export type GroupGates = {
  gateOf(environment: IncreaseEnvironment, groupId: string): GroupGate;
  /** How many groups are remembered: those with a work, and those that Increase told to slow down. */
  readonly size: number;
};

type Clock = { now: () => Date; wait: (ms: number) => Promise<unknown> };
type Outcome<T> = { kind: "done"; value: T } | { kind: "closed" } | { kind: "limited"; error: UpstreamError };

const defaultWaitMs = 1_500;
const closedWithoutNumberMs = 1_000;

/** A pause that keeps no process alive. */
async function pause(ms: number): Promise<void> {
  await sleep(ms, undefined, { ref: false });
}

class Gate {
  readonly #limit;
  readonly #clock: Clock;
  #closedUntilMs = 0;
  /** The longest that was asked for: a clock that is set back must not make it longer. */
  #askedMs = 0;
  #works = 0;

  constructor(mostInFlight: number, clock: Clock) {
    this.#limit = pLimit(mostInFlight);
    this.#clock = clock;
  }

  get isIdle(): boolean {
    return this.#works === 0 && this.#closedForMs() <= 0;
  }

  async run<T>(work: () => Promise<T>, longestWaitMs: number): Promise<T> {
    this.#works += 1;
    try {
      return await this.#pass(work, longestWaitMs);
    } finally {
      this.#works -= 1;
    }
  }

  /** Who waits for the gate to reopen holds no turn: one that won't wait is then refused at once. */
  async #pass<T>(work: () => Promise<T>, longestWaitMs: number): Promise<T> {
    let leftMs = longestWaitMs;
    let isSecondTime = false;
    for (;;) {
      const closedMs = this.#closedForMs();
      if (closedMs > leftMs) throw notAsked(closedMs);
      if (closedMs > 0) {
        leftMs -= closedMs;
        await this.#clock.wait(closedMs);
        continue;
      }
      const outcome = await this.#limit(() => this.#attempt(work));
      if (outcome.kind === "done") return outcome.value;
      if (outcome.kind === "closed") continue;
      // A third call would be part of the storm that Increase asks us to end.
      if (isSecondTime || this.#closedForMs() > leftMs) throw outcome.error;
      isSecondTime = true;
    }
  }

  async #attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
    // It may have closed while this one waited for its turn.
    if (this.#closedForMs() > 0) return { kind: "closed" };
    try {
      return { kind: "done", value: await work() };
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.kind !== "rate_limited") throw error;
      const askedMs = error.retryAfterMs ?? closedWithoutNumberMs;
      const reopensAtMs = this.#clock.now().getTime() + askedMs;
      this.#askedMs = Math.max(askedMs, this.#closedForMs());
      this.#closedUntilMs = Math.max(this.#closedUntilMs, reopensAtMs);
      return { kind: "limited", error };
    }
  }

  #closedForMs(): number {
    return Math.min(this.#askedMs, this.#closedUntilMs - this.#clock.now().getTime());
  }
}

/** The works of each group, bounded; and none is begun while Increase asks that group to slow down. */
export function createGroupGates({
  mostInFlight = 10,
  now = () => new Date(),
  wait = pause,
}: { mostInFlight?: number } & Partial<Clock> = {}): GroupGates {
  const gates = new Map<string, Gate>();

  function open(key: string): Gate {
    const known = gates.get(key);
    if (known !== undefined) return known;
    // No timer forgets a gate that reopens while nobody asks; the next new one does.
    for (const [other, gate] of gates) if (gate.isIdle) gates.delete(other);
    const gate = new Gate(mostInFlight, { now, wait });
    gates.set(key, gate);
    return gate;
  }

  async function run<T>(key: string, work: () => Promise<T>, options: RunOptions): Promise<T> {
    const gate = open(key);
    try {
      return await gate.run(work, options.longestWaitMs ?? defaultWaitMs);
    } finally {
      // Another may stand in its place by now.
      if (gate.isIdle && gates.get(key) === gate) gates.delete(key);
    }
  }

  return {
    gateOf(environment, groupId) {
      const key = `${environment} ${groupId}`;
      return { run: (work, options = {}) => run(key, work, options) };
    },
    get size() {
      return gates.size;
    },
  };
}

function notAsked(closedMs: number): UpstreamError {
  return new UpstreamError("rate_limited", undefined, { title: "not asked: told to wait" }, closedMs);
}
