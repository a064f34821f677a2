import type { Hono } from "hono";
import { z } from "zod";
import type { NodeContext } from "../node-context";
import type { World } from "../state/world";
import { fireEvent, NewEvent, setDeliveryModes } from "./delivery-actions";
import { listDeliveries, viewAlert, viewDelivery } from "./delivery-view";
import { readInput } from "./input";

const longestFlushMs = 30_000;

/** What happens at Increase without a call, and the webhooks that tell of it. */
export function addDeliveryRoutes(app: Hono<NodeContext>, world: World): void {
  app.get("/delivery_modes", (context) => context.json(world.state.deliveryModes));
  app.patch("/delivery_modes", async (context) => {
    setDeliveryModes(world, await readInput(context, z.unknown()));
    return context.json(world.state.deliveryModes);
  });
  app.get("/deliveries", (context) => {
    const { event_id, subscription_id } = context.req.query();
    const wanted = listDeliveries(world).filter(
      ({ eventId, subscriptionId }) =>
        (event_id === undefined || eventId === event_id) &&
        (subscription_id === undefined || subscriptionId === subscription_id),
    );
    return context.json({ data: wanted.map(viewDelivery) });
  });
  app.post("/deliveries/flush", async (context) =>
    context.json({ left: await world.deliveries.settle(longestFlushMs) }),
  );
  app.post("/events", async (context) =>
    context.json(fireEvent(world, await readInput(context, NewEvent)), 201),
  );
  app.get("/alerts", (context) => context.json({ data: world.state.alerts.map(viewAlert) }));
}
