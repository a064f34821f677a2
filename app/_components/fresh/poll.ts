import { ask, type Answer } from "./ask";
import { waitMs } from "./wait-ms";
import { isAttended, watchLife, type Life } from "./watch-life";

/**
 * Asks again and again whether the page's version is still the one there is, one question at a time, while somebody
 * looks at the page. Returns what ends it.
 */
export function startPoll(
  { url, version, life }: { url: string; version: number; life: Life },
  { onChange, onOver }: { onChange: () => void; onOver: () => void },
): () => void {
  let known = version;
  let tag: string | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | null = null;
  let isEnded = false;

  function end(): void {
    isEnded = true;
    clearTimeout(timer);
    stopWatching();
    asking?.abort();
  }

  function take(answer: Answer): void {
    failures = answer.kind === "unknown" ? failures + 1 : 0;
    if (answer.kind === "over") {
      end();
      onOver();
    }
    if (answer.kind !== "version") return;
    tag = answer.tag;
    if (answer.version === known) return;
    known = answer.version;
    onChange();
  }

  async function poll(): Promise<void> {
    clearTimeout(timer);
    // What ends the wait is then a sign of life.
    if (asking !== null || !isAttended(life)) return;
    asking = new AbortController();
    const answer = await ask(url, tag, asking);
    asking = null;
    if (isEnded) return;
    take(answer);
    if (!isEnded) wait();
  }

  function wait(): void {
    timer = setTimeout(() => void poll(), waitMs(failures, Math.random()));
  }

  const stopWatching = watchLife(life, () => void poll());
  wait();
  return end;
}
