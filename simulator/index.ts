import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { persist, readState } from "./persistence";
import { createSimulator } from "./server";
import type { Simulator } from "./server";
import type { World } from "./state/world";

export { createSimulator };
export type { Simulator };

export interface StartOptions {
  /** 0 takes a free one. */
  port?: number;
  host?: string;
  redirectUrl?: string | undefined;
  /** Where state survives a restart; without it everything is gone at the end. */
  dataFile?: string | undefined;
  machineNow?: () => number;
  deliveryTimeoutMs?: number;
}

export interface RunningSimulator {
  /** Without a slash at the end. The API is at `{url}/live` and `{url}/sandbox`. */
  readonly url: string;
  readonly world: World;
  close(): Promise<void>;
}

/** Starts a simulator of its own in this process. @throws Error where the port is in use */
export async function startSimulator(options: StartOptions = {}): Promise<RunningSimulator> {
  const { port = 0, host = "127.0.0.1", dataFile, redirectUrl, machineNow, deliveryTimeoutMs } = options;
  const state = dataFile === undefined ? undefined : readState(dataFile);
  const { app, world } = createSimulator({ redirectUrl, machineNow, state, deliveryTimeoutMs });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  const url = urlOf(host, server.address());
  world.staff.listensAt(url);
  const flush = dataFile === undefined ? () => undefined : persist(world, dataFile);
  world.deliveries.sendDue();
  return {
    url,
    world,
    close: () =>
      new Promise((resolve) => {
        world.deliveries.close();
        server.close(() => {
          flush();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function urlOf(host: string, address: AddressInfo | string | null): string {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}
