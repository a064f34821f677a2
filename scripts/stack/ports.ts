import { once } from "node:events";
import { createServer } from "node:net";
import { Problem } from "./problem";

/** A browser may read "localhost" as either address, so a port counts as free only when both are. */
const addresses = ["127.0.0.1", "::1"];

export async function isPortFree(port: number): Promise<boolean> {
  for (const address of addresses) {
    const code = await tryToListen(port, address);
    if (code === "EADDRINUSE") return false;
    if (code === "EACCES")
      throw new Problem(`Port ${port} needs rights that this user lacks: choose one above 1023.`);
  }
  return true;
}

/** @param variable the environment variable that moves this port */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  if (await isPortFree(port)) return;
  throw new Problem(
    `Port ${port} is in use: stop what listens there, or choose another port with ${variable}.`,
  );
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return address.port;
}

/** The code of the error, or null when listening worked. */
async function tryToListen(port: number, address: string): Promise<string | null> {
  const server = createServer();
  try {
    server.listen(port, address);
    await once(server, "listening");
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "unknown";
  }
  server.close();
  await once(server, "close");
  return null;
}
