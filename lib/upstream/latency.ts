import "server-only";

/** The last bound is none: slower than the one before it. */
export const slowerThanAllMs = 2_147_483_647;
export const latencyBoundsMs = [50, 100, 200, 400, 800, 1_600, 3_200, slowerThanAllMs] as const;

/** The bound that a call of this length is counted under. */
export function toLatencyBound(durationMs: number): number {
  return latencyBoundsMs.find((bound) => durationMs <= bound) ?? slowerThanAllMs;
}

/**
 * How long that share of the calls took at most, as far as counts per bound can say; null where there are none.
 * @param share of all calls, such as 0.95
 */
export function percentileAtMostMs(
  counts: readonly { atMostMs: number; calls: number }[],
  share: number,
): number | null {
  const total = counts.reduce((sum, { calls }) => sum + calls, 0);
  if (total === 0) return null;
  // The nearest rank; less a hair, since 0.95 × 20 is a little more than 19 in floating point.
  const rank = Math.max(1, Math.ceil(share * total - 1e-9));
  let counted = 0;
  for (const { atMostMs, calls } of counts.toSorted((a, b) => a.atMostMs - b.atMostMs)) {
    counted += calls;
    if (counted >= rank) return atMostMs;
  }
  return slowerThanAllMs;
}
