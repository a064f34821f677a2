const mask = "••••";
const mostShown = 4;

/** The last four, such as `•••• 1234`; of a short one fewer, so that the number can't be told from what is shown. */
export function maskAccountNumber(number: string): string {
  const figures = Array.from(number.replaceAll(/[\s-]/g, ""));
  const shown = Math.min(mostShown, Math.floor(figures.length / 2));
  return shown === 0 ? mask : `${mask} ${figures.slice(-shown).join("")}`;
}
