import { Agent, request } from "node:http";

/** A request as it goes over the wire: a header may stand there twice. */
export type Delivery = {
  method: string;
  path: string;
  headers: readonly (readonly [string, string])[];
  body: Buffer;
  /** Sent without saying how long it is. */
  isChunked?: boolean;
};

export type Answer = { status: number; body: string };

export type Sender = { send(delivery: Delivery): Promise<Answer>; close(): void };

const timeoutMs = 30_000;

/** Sends over so many connections, which stay open. @throws whatever befalls the connection */
export function createSender(port: number, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
  const send = ({ method, path, headers, body, isChunked = false }: Delivery) =>
    new Promise<Answer>((resolve, reject) => {
      const own = [
        ["host", `127.0.0.1:${port}`],
        isChunked ? ["transfer-encoding", "chunked"] : ["content-length", String(body.length)],
      ] as const;
      const rawHeaders = [...own, ...headers].flat();
      const options = {
        host: "127.0.0.1",
        port,
        method,
        path,
        agent,
        headers: rawHeaders,
        timeout: timeoutMs,
      };
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
        );
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      sent.on("error", reject);
      sent.end(body);
    });
  return { send, close: () => agent.destroy() };
}

/** Works through the items, so many at once, in their order. */
export async function inParallel<T>(
  workers: number,
  items: Iterable<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}
