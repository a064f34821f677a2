import { once } from "node:events";
import { connect } from "node:net";
import { createWebSocketStream, WebSocketServer } from "ws";

export type NeonWsProxy = {
  address: string;
  /** Cuts all that runs through it, as Neon does when it suspends a database; says how many those were. */
  cut(): number;
  close(): Promise<void>;
};

/** Stands in for Neon's own proxy: each WebSocket becomes a TCP connection to the PostgreSQL on this machine's `port`. */
export async function startNeonWsProxy(port: number): Promise<NeonWsProxy> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  server.on("connection", (socket) => {
    const client = createWebSocketStream(socket);
    const database = connect({ host: "127.0.0.1", port, noDelay: true });
    // An end that fails takes the other with it, as a dropped TCP connection would.
    client.on("error", () => database.destroy()).pipe(database);
    database.on("error", () => socket.terminate()).pipe(client);
    socket.on("close", () => database.destroy());
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a WebSocket server has a port");
  const cut = () => {
    const cutNow = server.clients.size;
    for (const client of server.clients) client.terminate();
    return cutNow;
  };
  return {
    address: `127.0.0.1:${address.port}`,
    cut,
    close: async () => {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
