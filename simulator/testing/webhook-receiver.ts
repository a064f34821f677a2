import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

export interface Received {
  headers: Record<string, string>;
  body: string;
}

type Answer = (response: ServerResponse, received: Received) => void;

/** An endpoint on this machine that keeps what it gets, as it came; 204 unless told otherwise. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  readonly #server = createServer((request, response) => void this.#handle(request, response));
  answer: Answer = status(204);

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The receiver has no port.");
    return `http://127.0.0.1:${address.port}/hook`;
  }

  get categories(): string[] {
    return this.received.map(({ body }) => /"category":"([^"]*)"/.exec(body)?.[1] ?? "");
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const received = {
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: Buffer.concat(chunks).toString("utf8"),
    };
    this.received.push(received);
    this.answer(response, received);
  }
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (response) => void response.writeHead(code, headers).end();
}

/** Opens one that ends with the test. */
export async function openReceiver(): Promise<WebhookReceiver> {
  const receiver = new WebhookReceiver();
  await receiver.listen();
  onTestFinished(() => receiver.close());
  return receiver;
}
