import "server-only";
import { z } from "zod";
import { boundedFetch } from "../bounded-fetch";

const bounds = { timeoutMs: 5_000, mostBytes: 64 * 1024 };
/** What /api/health answers, whether the portal is well or not; see lib/health.ts. */
const health = z.discriminatedUnion("status", [
  z.object({ status: z.literal("ok") }),
  z.object({ status: z.literal("down"), down: z.array(z.string()) }),
]);
const statusOf = { ok: 200, down: 503 } as const;

/** Whether what answers there itself, not what it redirects to, answers as a portal does. It never throws. */
export async function isPortalAt(origin: string): Promise<boolean> {
  try {
    const response = await boundedFetch(bounds, new URL("/api/health", origin), { redirect: "manual" });
    const told = health.safeParse(await response.json());
    return told.success && response.status === statusOf[told.data.status];
  } catch {
    return false;
  }
}
