import { setTimeout as delay } from "node:timers/promises";
import { boundedFetch } from "@/lib/bounded-fetch";
import { runCommand } from "./stack/command";
import type { Keeper } from "./stack/keeper";
import { refuseArguments } from "./stack/no-arguments";
import { Problem } from "./stack/problem";

/** What Vercel's crons do there: for a host that has none. */
const jobs = [
  { path: "/api/cron/process", everyMs: 10_000 },
  { path: "/api/cron/reconcile", everyMs: 10 * 60_000 },
];
/** A route ends by itself before that. */
const bounds = { timeoutMs: 65_000, mostBytes: 64 * 1024 };

type Caller = { siteUrl: string; secret: string };

await runCommand(cron, { exitCodeOnSignal: 0 });

async function cron(_keeper: Keeper, args: string[]): Promise<never> {
  refuseArguments(args, "npm run cron");
  const { AUTH_URL: siteUrl, CRON_SECRET: secret } = process.env;
  if (!siteUrl) throw new Problem("Set AUTH_URL to the portal's origin: its crons are called there.");
  if (!URL.canParse(siteUrl) || !/^https?:/.test(siteUrl)) {
    throw new Problem(`AUTH_URL is "${siteUrl}", but it is an origin such as https://portal.example.com.`);
  }
  if (!secret) throw new Problem("Set CRON_SECRET to the portal's own: without it the crons answer 401.");
  process.stdout.write(`Calling the crons of ${siteUrl}. Ctrl-C ends it.\n`);
  return Promise.race(jobs.map((job) => callForEver({ siteUrl, secret }, job)));
}

/** One call at a time of each: a slow one delays the next. */
async function callForEver(caller: Caller, { path, everyMs }: (typeof jobs)[number]): Promise<never> {
  for (;;) {
    const startedAt = Date.now();
    const outcome = await call(caller, path);
    process.stdout.write(`${new Date(startedAt).toISOString()} ${path} ${outcome}\n`);
    await delay(Math.max(0, startedAt + everyMs - Date.now()));
  }
}

async function call({ siteUrl, secret }: Caller, path: string): Promise<string> {
  try {
    const response = await boundedFetch(bounds, new URL(path, siteUrl), {
      headers: { authorization: `Bearer ${secret}` },
      redirect: "error",
    });
    if (response.status === 401) {
      throw new Problem("The portal does not know this CRON_SECRET: set the same one here and there.");
    }
    return `${response.status} ${(await response.text()).trim()}`;
  } catch (error) {
    if (error instanceof Problem) throw error;
    return `failed: ${error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : "unknown"}`;
  }
}
