const usualMs = 5_000;
const longestMs = 60_000;

/**
 * How long until the next question: longer with every failure in a row, and then not the same for all pages, so that
 * a portal that comes back is not asked by everybody at once.
 * @param random from 0 to 1
 */
export function waitMs(failures: number, random: number): number {
  if (failures === 0) return usualMs;
  return Math.min(usualMs * 2 ** failures, longestMs) * (1 - random / 4);
}
