import "server-only";
import type { Context } from "./context";
import { services } from "./services";

/** The context of a request in which no person acts: the caller has shown that it may, or is about to. */
export function machineContext(request: Request, requestId: string): Context {
  const userAgent = request.headers.get("user-agent")?.slice(0, 300) ?? null;
  return {
    ...services(),
    actor: { kind: "system" },
    requestId,
    source: { ipAddress: null, userAgent },
  };
}
