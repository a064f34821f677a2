import type { Context, Next } from "hono";
import type { NodeContext } from "../node-context";
import { ControlError } from "./input";

/** The control API hands out tokens: this machine only, and no page of another origin. */
export async function onlyThisMachine(context: Context<NodeContext>, next: Next): Promise<void> {
  const address = context.env.incoming.socket.remoteAddress ?? "";
  const isLoopback = address === "::1" || /^(::ffff:)?127\./.test(address);
  if (!isLoopback) throw new ControlError(403, "The control API answers this machine only.");
  if (["cross-site", "same-site"].includes(context.req.header("sec-fetch-site") ?? "")) {
    throw new ControlError(403, "The control API does not answer pages of other origins.");
  }
  await next();
}
