import "server-only";

type Bounds = {
  /** Of the headers and the body together. */
  timeoutMs: number;
  /** Of the body as it is unpacked. 0: none of it is read. */
  mostBytes: number;
};

/** An answer with more bytes than were allowed: the rest was not read. */
export class AnswerTooLong extends Error {
  override readonly name = "AnswerTooLong";
}

/**
 * A fetch that has ended when its time is up: the answer it gives lies in memory, body and all. A signal alone does not
 * do: Node holds it weakly, and once what asked has been collected as garbage, it ends no body any more.
 * @throws AnswerTooLong; a DOMException named `TimeoutError`; what `fetch` throws
 */
export async function boundedFetch(
  { timeoutMs, mostBytes }: Bounds,
  ...[input, init]: Parameters<typeof fetch>
): Promise<Response> {
  const given = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  given?.throwIfAborted();
  const request = new AbortController();
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const gaveUp = new Promise<never>((_resolve, reject) => {
    const giveUp = (reason: unknown) => {
      reject(reason);
      request.abort(reason);
    };
    // Attack: an answer that never comes, or whose body never ends. Its end is our own timer's, which nothing collects.
    timer = setTimeout(() => giveUp(new DOMException("No answer in time", "TimeoutError")), timeoutMs);
    given?.addEventListener("abort", () => giveUp(given.reason), { once: true, signal: ended.signal });
  });
  try {
    const response = await Promise.race([fetch(input, { ...init, signal: request.signal }), gaveUp]);
    // Without its phrase: `new Response` takes no words beyond Latin-1, which a server may send.
    const { status, headers } = response;
    return new Response(await bodyOf(response, mostBytes, gaveUp), { status, headers });
  } finally {
    clearTimeout(timer);
    ended.abort();
  }
}

async function bodyOf(response: Response, mostBytes: number, gaveUp: Promise<never>) {
  const reader = response.body?.getReader();
  if (reader === undefined) return null;
  try {
    if (mostBytes > 0) return await Promise.race([readWhole(reader, mostBytes), gaveUp]);
  } catch (error) {
    // A refusal is one by its status, even where its body never comes.
    if (response.ok) throw error;
  } finally {
    // Of a body that was read this does nothing. Otherwise it closes the connection, and ends the read that waits.
    reader.cancel().catch(() => undefined);
  }
  return null;
}

async function readWhole(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>,
  mostBytes: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  let bytes = new Uint8Array(0);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length === 0 ? null : bytes.subarray(0, length);
    const needed = length + value.byteLength;
    // Attack: an answer that fills the memory, as it comes or once it is unpacked, in a few pieces or in a million.
    if (needed > mostBytes) throw new AnswerTooLong("The answer is longer than it may be");
    if (needed > bytes.byteLength) {
      const larger = new Uint8Array(Math.max(needed, Math.min(2 * bytes.byteLength, mostBytes)));
      larger.set(bytes);
      bytes = larger;
    }
    bytes.set(value, length);
    length = needed;
  }
}
