import type { HttpBindings } from "@hono/node-server";

/** What routes find in their context: Node's own request, for its socket. */
export interface NodeContext {
  Bindings: HttpBindings;
}
