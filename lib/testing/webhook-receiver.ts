import { createServer, type IncomingMessage } from "node:http";
import { z } from "zod";
import type { IncreaseEnvironment } from "../increase";
import { receiveDelivery, registerSubscription, type Receipt } from "../webhooks";
import type { TestPortal } from "./test-portal";

const statusOf: Record<Receipt["kind"], number> = { stored: 200, stale: 400, forged: 400, too_large: 413 };

async function readAll(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}

function toHeaders(request: IncomingMessage): Headers {
  return new Headers(
    Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

/** Puts a test portal's intake behind HTTP, and has the simulator deliver to it, live and sandbox. */
export async function receiveFromSimulator(
  portal: TestPortal,
): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? "";
    const environment: IncreaseEnvironment = path.endsWith("/sandbox") ? "sandbox" : "live";
    const answer = async () => {
      const body = await readAll(incoming);
      const request = new Request(`http://localhost${path}`, {
        method: "POST",
        headers: toHeaders(incoming),
        body,
      });
      return statusOf[(await receiveDelivery(portal.createContext(), environment, request)).kind];
    };
    answer().then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(503).end(),
    );
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const { env, increase } = portal.services;
  const origin = `http://127.0.0.1:${port}`;
  const registrar = { env: { ...env, AUTH_URL: origin }, increase };
  await registerSubscription(registrar, "live");
  await registerSubscription(registrar, "sandbox");
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
