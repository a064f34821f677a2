const unattendedMs = 30 * 60_000;

/** Of the page, and not of one poll: a poll begins with each change. */
export type Life = {
  /** When somebody last showed that they are there. */
  lastSignAt: number;
  /** Whether the page is being made anew. */
  isRefreshing: boolean;
};

export function isAttended({ lastSignAt }: Pick<Life, "lastSignAt">): boolean {
  return document.visibilityState === "visible" && Date.now() - lastSignAt < unattendedMs;
}

/** The browser scrolls, and reports a resting mouse, when the page changes under them: that is no sign of life. */
function isOfPerson(event: Event): boolean {
  return (
    !(event instanceof MouseEvent) ||
    event.type !== "pointermove" ||
    event.movementX !== 0 ||
    event.movementY !== 0
  );
}

/** Notes every sign of a person. `onReturn` is called when the page is looked at again, or somebody is back at it. */
export function watchLife(life: Life, onReturn: () => void): () => void {
  const stop = new AbortController();
  const note = (event: Event): void => {
    if (!isOfPerson(event)) return;
    const wasAttended = isAttended(life);
    life.lastSignAt = Date.now();
    if (!wasAttended) onReturn();
  };
  const look = (): void => {
    if (document.visibilityState !== "visible") return;
    life.lastSignAt = Date.now();
    onReturn();
  };
  const { signal } = stop;
  for (const sign of ["pointerdown", "pointermove", "keydown", "wheel"]) {
    window.addEventListener(sign, note, { capture: true, passive: true, signal });
  }
  document.addEventListener("visibilitychange", look, { signal });
  return () => stop.abort();
}
