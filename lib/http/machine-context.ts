import "server-only";
import { readSource } from "../auth/request-source";
import { createContext, type Context } from "../context";
import { services } from "../services";

/** The context of a request in which no person acts: the caller has shown that it may, or is about to. */
export function machineContext(request: Request, requestId: string): Context {
  const shared = services();
  const source = readSource(request.headers, shared.env);
  return createContext(shared, { actor: { kind: "system" }, requestId, source });
}
