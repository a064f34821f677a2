/** Time in the simulator: the machine's clock plus an offset that only grows until a reset. */
export class Clock {
  #offsetMs = 0;
  readonly #machineNow: () => number;

  constructor(machineNow: () => number = Date.now) {
    this.#machineNow = machineNow;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  set offsetMs(offsetMs: number) {
    this.#offsetMs = offsetMs;
  }

  nowMs(): number {
    return this.#machineNow() + this.#offsetMs;
  }

  advance(seconds: number): void {
    this.#offsetMs += seconds * 1000;
  }
}

/** Objects carry whole seconds, so that what a caller reads is exactly what filters compare with. */
export function wholeSecondMs(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

export function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export const secondMs = 1000;
export const dayMs = 24 * 60 * 60 * 1000;
