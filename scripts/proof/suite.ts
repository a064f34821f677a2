import { readProofSettings, sizeOf } from "./sizes";
import { recordFigure, type Bound } from "./figures";

const settings = readProofSettings(process.env);
const sayEveryMs = 5_000;

/** For fast-check, and for whatever else chance decides in a suite. */
export const seed = settings.seed;

export function size(full: number, sample: number): number {
  return sizeOf(settings, full, sample);
}

export type Suite = {
  /** @throws Error where the bound is not met */
  figure(name: string, value: number, bound: Bound): void;
  /** Says how far a long test is, every few seconds. */
  progress(what: string, done: number, all: number): void;
};

export function suiteNamed(suite: string): Suite {
  let saidAt = performance.now();
  return {
    figure: (name, value, bound) => recordFigure({ suite, name, value, bound }, settings.figuresFile),
    progress(what, done, all) {
      if (performance.now() - saidAt < sayEveryMs) return;
      saidAt = performance.now();
      process.stderr.write(`… ${suite}: ${done} of ${all} ${what}\n`);
    },
  };
}
