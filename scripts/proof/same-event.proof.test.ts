import { afterAll, beforeAll, test } from "vitest";
import { countRows, drain, insertConnection, makeMarkingEvent, sumVersions, toLiveDelivery } from "./inbox";
import { startRealServer, type RealServer } from "./real-server";
import { createSender, inParallel, type Sender } from "./sender";
import { size, suiteNamed } from "./suite";

const suite = suiteNamed("same event");
const times = size(1_000, 1_000);
const connections = 50;

let server: RealServer;
let sender: Sender;

beforeAll(async () => {
  server = await startRealServer();
  sender = createSender(server.port, connections);
});
afterAll(async () => {
  sender.close();
  await server.close();
});

test("one event, delivered again and again at the same time, is stored once and has one effect", async () => {
  await insertConnection(server, "group_same", "connection_same");
  const sent = { event: makeMarkingEvent(), groupId: "group_same" };
  const deliveries = Array.from({ length: times }, (_, number) => toLiveDelivery(sent, `msg_${number}`));
  const statuses: number[] = [];
  await inParallel(connections, deliveries, async (delivery) => {
    statuses.push((await sender.send(delivery)).status);
  });
  await drain(server, sender);
  const rows = await countRows(server, "webhook_events where event_id = $1", [sent.event.id]);
  suite.figure("deliveries of one event over 50 connections", statuses.length, { is: times });
  suite.figure("answers other than 2xx", statuses.filter((status) => status < 200 || status > 299).length, {
    is: 0,
  });
  suite.figure("rows of it", rows, { is: 1 });
  suite.figure("rows in all", await countRows(server, "webhook_events"), { is: 1 });
  suite.figure("effects of it", await sumVersions(server), { is: 1 });
});
