export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (lower === undefined || upper === undefined) throw new Error("nothing was measured");
  return (lower + upper) / 2;
}

/** How far apart the values are, as a share of their median. */
export function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

/** Each round's value over the floor's value of the same round: what slows a whole round down slows both. */
export function ratios(values: readonly number[], floor: readonly number[]): number[] {
  if (values.length !== floor.length) throw new Error("there is a round without its floor");
  return values.map((value, round) => value / (floor[round] ?? Number.NaN));
}
