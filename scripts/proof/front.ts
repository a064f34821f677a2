import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Names the instance that a request is to reach; without it they take turns. */
export const instanceHeader = "x-instance";

/** What stands before several instances: one address, each request passed on as it came, its Host with it. */
export async function startFront() {
  let ports: number[] = [];
  let turn = 0;
  const choose = ({ headers }: IncomingMessage): number | undefined => {
    const named = headers[instanceHeader];
    return typeof named === "string" ? ports[Number(named)] : ports[turn++ % ports.length];
  };
  const pass = (asked: IncomingMessage, answer: ServerResponse) => {
    const { method, url: path, rawHeaders } = asked;
    const options = { host: "127.0.0.1", port: choose(asked), method, path, headers: rawHeaders };
    const passed = request(options, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
      answered.pipe(answer);
      answered.on("error", () => answer.destroy());
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  };
  const server = createServer(pass);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the front has no port");
  return {
    url: `http://localhost:${address.port}`,
    serve(instances: number[]): void {
      ports = instances;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
