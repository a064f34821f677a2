import { waitMs } from "./wait-ms";

type Missing = { count: number; tries: number; nextAt: number };

/** Of the document: parts are anywhere on the page, and the poll, which tries them again, is elsewhere. */
const missing: Missing = { count: 0, tries: 0, nextAt: 0 };

const later = () => Date.now() + waitMs(missing.tries + 1, Math.random());

/** Notes a part that an outage took. Returns what takes it off again. */
export function noteMissing(): () => void {
  if (missing.count === 0 && missing.tries === 0) missing.nextAt = later();
  missing.count += 1;
  return () => {
    missing.count -= 1;
  };
}

/** Whether it is time to try again. A yes counts as a try: the next one is then twice as far. */
export function takeTry(): boolean {
  if (missing.count === 0) missing.tries = 0;
  if (missing.count === 0 || Date.now() < missing.nextAt) return false;
  missing.tries += 1;
  missing.nextAt = later();
  return true;
}
