import { Hono } from "hono";
import type { Context } from "hono";
import { onlyThisMachine } from "../control/guard";
import { ControlError } from "../control/input";
import type { NodeContext } from "../node-context";
import type { World } from "../state/world";
import { formActions } from "./form-actions";
import { homePage } from "./home";
import { pageResponse } from "./layout";

/** The page at which a person does by hand what tests do through the control API. */
export function pageRoutes(world: World): Hono<NodeContext> {
  const app = new Hono<NodeContext>();
  app.get("/", onlyThisMachine, (context) =>
    pageResponse(homePage(world, context.req.query("done") ?? null)),
  );
  for (const [name, act] of Object.entries(formActions)) {
    app.post(`/_sim/ui/${name}`, onlyThisMachine, async (context) => {
      const form = Object.fromEntries(new URLSearchParams(await context.req.text()));
      return backHome(context, act(world, form));
    });
  }
  app.onError((error) => {
    if (!(error instanceof ControlError)) throw error;
    const message = [error.message, ...error.issues].join(" ");
    return pageResponse(homePage(world, message), { status: error.status });
  });
  return app;
}

/** Post, redirect, get: reloading the page repeats nothing. */
function backHome(context: Context, done: string): Response {
  return context.redirect(`/?${new URLSearchParams({ done })}`, 303);
}
