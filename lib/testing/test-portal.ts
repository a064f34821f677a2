import { readFileSync } from "node:fs";
import { parseEnv as parseEnvFile } from "node:util";
import { v7 as uuidv7 } from "uuid";
import { createTestDatabase } from "@/db/testing/test-database";
import { startSimulator } from "@/simulator/index";
import { createContext as createContextOf, type Actor, type Context } from "../context";
import { parseEnv, type Env } from "../env";
import { createLog } from "../log";
import { createServices, openIncrease, type Services } from "../services";

export const siteOrigin = "http://localhost:3000";

export function testEnv(overrides: Record<string, string> = {}): Env {
  const demo = parseEnvFile(readFileSync(".env.demo", "utf8"));
  const parsed = parseEnv({ ...demo, DATABASE_URL: "postgres://u:p@127.0.0.1:1/none", ...overrides });
  if (!parsed.ok) throw new Error(parsed.problems.join("; "));
  return parsed.env;
}

/** The portal's services on a database and a simulator of their own, with a log that can be read. */
export async function startTestPortal(
  options: { env?: Record<string, string>; increaseTimeoutMs?: number } = {},
) {
  const database = await createTestDatabase();
  const simulator = await startSimulator({ redirectUrl: `${siteOrigin}/api/auth/callback/increase` });
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line) });
  // Neon's test host is not loopback, so its URL goes around the check that keeps demo secrets on loopback.
  const env = {
    ...testEnv({
      INCREASE_API_URL: `${simulator.url}/live`,
      INCREASE_SANDBOX_API_URL: `${simulator.url}/sandbox`,
      INCREASE_AUTHORIZE_URL: `${simulator.url}/oauth/authorization`,
      STAFF_OIDC_ISSUER: `${simulator.url}/staff`,
      ...options.env,
    }),
    DATABASE_URL: database.url,
    NEON_WS_PROXY: database.neonWsProxy,
  };
  let offsetMs = 0;
  const now = () => new Date(Date.now() + offsetMs);
  const made = createServices(env, log);
  const calls = { timeoutMs: options.increaseTimeoutMs, onCall: made.upstream.note, now };
  const increase = openIncrease(env, calls);
  const services: Services = { ...made, increase, now };
  const createContext = (actor: Actor | null = { kind: "system" }): Context =>
    createContextOf(services, {
      actor,
      requestId: uuidv7(),
      source: { ipAddress: null, userAgent: "test" },
    });
  const control = controlOf(simulator.url);
  return {
    services,
    simulator,
    createContext,
    control,
    /** Moves the portal's clock and the simulator's alike. */
    async advance(seconds: number) {
      offsetMs += seconds * 1000;
      await control("clock", { advance_seconds: seconds });
    },
    setSwitch: (name: string, value: string) => control("switches", { [name]: value }, "PATCH"),
    logLines: () => lines.join(""),
    async close() {
      await services.db.close();
      await Promise.all([simulator.close(), database.drop()]);
    },
  };
}

/** Calls the simulator's control API. */
function controlOf(simulatorUrl: string) {
  return async (path: string, body: unknown = {}, method: "POST" | "PATCH" = "POST"): Promise<unknown> => {
    const response = await fetch(`${simulatorUrl}/_sim/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`_sim/${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
}

export type TestPortal = Awaited<ReturnType<typeof startTestPortal>>;
