import { Problem } from "../stack/problem";

export const defaultSeed = 20_251_125;

export type ProofSettings = {
  /** 1: the sizes that are promised. Null: the samples of `npm test`. */
  scale: number | null;
  seed: number;
  /** Where figures are kept, one JSON object a line; null where nobody asks for them. */
  figuresFile: string | null;
};

/** How `scripts/prove.ts` tells the suites, which run in processes of their own. */
export function toEnvironment({ scale, seed, figuresFile }: ProofSettings): Record<string, string> {
  return {
    PROVE_SEED: String(seed),
    ...(scale === null ? {} : { PROVE_SCALE: String(scale) }),
    ...(figuresFile === null ? {} : { PROVE_FIGURES: figuresFile }),
  };
}

/** @throws Problem for a scale or a seed that is no number of its kind */
export function readProofSettings(env: Record<string, string | undefined>): ProofSettings {
  return {
    scale: env.PROVE_SCALE ? parseScale(env.PROVE_SCALE) : null,
    seed: env.PROVE_SEED ? parseSeed(env.PROVE_SEED) : defaultSeed,
    figuresFile: env.PROVE_FIGURES || null,
  };
}

export function parseScale(text: string): number {
  const scale = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && scale > 0 && scale <= 100) return scale;
  throw new Problem(`The scale is "${text}", but it is a number above 0 and at most 100, like 1 or 0.1.`);
}

export function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= 0x7f_ff_ff_ff) return seed;
  throw new Problem(`The seed is "${text}", but it is a whole number from 0 to 2147483647.`);
}

/** How many of something: `full` at scale 1, `sample` in `npm test`. */
export function sizeOf({ scale }: Pick<ProofSettings, "scale">, full: number, sample: number): number {
  return scale === null ? sample : Math.max(1, Math.round(full * scale));
}
