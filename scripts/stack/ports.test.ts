import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { findFreePort, isPortFree, requireFreePort } from "./ports";

test.each(["127.0.0.1", "0.0.0.0"])("a port that someone listens on at %s is in use", async (address) => {
  const port = await findFreePort();
  expect(await isPortFree(port)).toBe(true);
  const server = createServer().listen(port, address);
  await once(server, "listening");
  await expect(requireFreePort(port, "PORT")).rejects.toThrow(
    `Port ${port} is in use: stop what listens there, or choose another port with PORT.`,
  );
  server.close();
  await once(server, "close");
  await requireFreePort(port, "PORT");
});
