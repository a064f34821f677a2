import { Hono } from "hono";
import { onlyThisMachine } from "../control/guard";
import { answerControlError } from "../control/input";
import type { NodeContext } from "../node-context";
import { observe } from "../observer";
import type { World } from "../state/world";
import { receiveAlert } from "./receive";

/** Stands for the channel at which the platform's own alerts arrive. It is no part of Increase. */
export function alertRoutes(world: World): Hono<NodeContext> {
  const app = new Hono<NodeContext>();
  app.post("/alerts", onlyThisMachine, observe(world), async (context) => {
    const isAuthentic = receiveAlert(world, {
      webhookId: context.req.header("webhook-id"),
      timestamp: context.req.header("webhook-timestamp"),
      signature: context.req.header("webhook-signature"),
      body: Buffer.from(await context.req.arrayBuffer()),
    });
    return isAuthentic
      ? context.body(null, 204)
      : context.json({ error: "The signature is not good.", issues: [] }, 400);
  });
  app.onError(answerControlError);
  return app;
}
