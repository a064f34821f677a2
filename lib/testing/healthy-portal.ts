import { createServer } from "node:http";
import { z } from "zod";
import type { Health } from "../health";

const well: Health = { status: "ok" };

type Answer = { status: number; headers?: Record<string, string>; body: string };

/** What a portal that is well says to `GET /api/health`, at a port of its own, and nothing else; or what it is told to say. */
export async function startHealthyPortal(
  answer: Answer = { status: 200, body: JSON.stringify(well) },
): Promise<{ origin: string; close(): Promise<void> }> {
  const server = createServer(({ url }, response) => {
    if (url === "/api/health") response.writeHead(answer.status, answer.headers).end(answer.body);
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
