import { Hono } from "hono";
import { z } from "zod";
import type { NodeContext } from "../node-context";
import { Fault } from "../faults";
import { ledgerOf } from "../state/ledgers";
import type { World } from "../state/world";
import {
  AdvanceClock,
  Application,
  authorize,
  Authorize,
  deactivate,
  ExpireCodes,
  expireCodesOf,
  makeGroup,
  NewGroup,
  setRedirectUrl,
  setSwitches,
} from "./actions";
import { addBankRoutes } from "./bank-routes";
import { onlyThisMachine } from "./guard";
import { addDeliveryRoutes } from "./delivery-routes";
import { addStaffRoutes } from "./staff-routes";
import { answerControlError, ControlError, readInput } from "./input";
import { viewClock, viewConnection, viewState } from "./view";

/** The control API: what tests do to the simulator, and what they ask of it. */
export function controlRoutes(world: World): Hono<NodeContext> {
  const app = new Hono<NodeContext>().basePath("/_sim");
  app.use(onlyThisMachine);
  app.onError(answerControlError);
  addStateRoutes(app, world);
  addPeopleRoutes(app, world);
  addFaultRoutes(app, world);
  addBankRoutes(app, world);
  addDeliveryRoutes(app, world);
  addStaffRoutes(app, world);
  return app;
}

function addStateRoutes(app: Hono<NodeContext>, world: World): void {
  app.post("/reset", (context) => {
    world.reset();
    return context.json({ reset: true });
  });
  app.get("/state", (context) => context.json(viewState(world)));
  app.get("/clock", (context) => context.json(viewClock(world)));
  app.post("/clock", async (context) => {
    const { advance_seconds } = await readInput(context, AdvanceClock);
    world.advanceClock(advance_seconds);
    return context.json(viewClock(world));
  });
  app.get("/switches", (context) => context.json(world.state.switches));
  app.patch("/switches", async (context) => {
    setSwitches(world, await readInput(context, z.unknown()));
    return context.json(world.state.switches);
  });
  app.get("/application", (context) => context.json({ redirect_url: world.state.redirectUrl }));
  app.patch("/application", async (context) => {
    setRedirectUrl(world, await readInput(context, Application));
    return context.json({ redirect_url: world.state.redirectUrl });
  });
  app.get("/requests", (context) => {
    const { group_id, path } = context.req.query();
    return context.json({ data: world.requestLog.list({ group_id, path }) });
  });
  app.delete("/requests", (context) => {
    world.requestLog.clear();
    return context.json({ cleared: true });
  });
}

function addPeopleRoutes(app: Hono<NodeContext>, world: World): void {
  app.post("/groups", async (context) => {
    const group = makeGroup(world, await readInput(context, NewGroup));
    const account_ids = ledgerOf(world, "live", group).accounts.map((row) => row.value.id);
    return context.json({ group_id: group.id, name: group.name, account_ids }, 201);
  });
  app.post("/authorize", async (context) =>
    context.json(authorize(world, await readInput(context, Authorize))),
  );
  app.post("/codes/expire", async (context) => {
    const { group_id } = await readInput(context, ExpireCodes);
    return context.json({ expired: expireCodesOf(world, group_id) });
  });
  app.get("/connections", (context) => {
    const groupId = context.req.query("group_id");
    const wanted = world.state.connections.filter(
      (known) => groupId === undefined || known.groupId === groupId,
    );
    return context.json({ data: wanted.map((connection) => viewConnection(world, connection)) });
  });
  app.post("/connections/:id/deactivate", (context) =>
    context.json(viewConnection(world, deactivate(world, context.req.param("id")))),
  );
}

function addFaultRoutes(app: Hono<NodeContext>, world: World): void {
  app.get("/faults", (context) => context.json({ data: world.faults.list() }));
  app.post("/faults", async (context) => {
    const { id } = world.faults.add(await readInput(context, Fault));
    return context.json({ id }, 201);
  });
  app.delete("/faults", (context) => {
    const { group_id: groupId, path } = context.req.query();
    world.faults.clear({ groupId: groupId || undefined, path: path || undefined });
    return context.json({ removed: true });
  });
  app.delete("/faults/:id", (context) => {
    const id = context.req.param("id");
    if (!world.faults.remove(id)) throw new ControlError(404, `There is no fault ${id}; it may be spent.`);
    return context.json({ removed: true });
  });
}
