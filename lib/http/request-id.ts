import "server-only";
import { headers } from "next/headers";

export const requestIdHeader = "x-request-id";

/** The id of the request being answered. proxy.ts sets it, over whatever a client sent. */
export async function readRequestId(): Promise<string> {
  return (await headers()).get(requestIdHeader) ?? "unknown";
}
