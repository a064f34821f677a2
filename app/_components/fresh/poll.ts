import { ask, type Answer } from "./ask";
import { takeTry } from "./missing-parts";
import { waitMs } from "./wait-ms";
import { isAttended, watchLife, type Life } from "./watch-life";

/**
 * Asks again and again whether the page's version is still the one there is, one question at a time, while somebody
 * looks at the page. A refresh is begun only where the portal has answered this moment. Returns what ends it.
 */
export function startPoll(
  { url, version, life }: { url: string; version: number; life: Life },
  { onChange, onMissing, onOver }: { onChange: () => void; onMissing: () => void; onOver: () => void },
): () => void {
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
    // It is new until the page has been made of it, which begins another poll: till then it is asked for again.
    const isNew = answer.kind === "version" && answer.version !== version;
    failures = answer.kind === "unknown" || isNew ? failures + 1 : 0;
    if (answer.kind === "over") {
      end();
      return onOver();
    }
    if (answer.kind === "unknown" || !navigator.onLine) return;
    if (isNew) return onChange();
    if (answer.kind === "version") tag = answer.tag;
    if (takeTry()) onMissing();
  }

  async function poll(): Promise<void> {
    clearTimeout(timer);
    // What ends the wait is then a sign of life.
    if (asking !== null || !isAttended(life)) return;
    if (life.isRefreshing) return wait();
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
