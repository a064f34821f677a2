import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { rootDir } from "./settings";

const inherited = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "TERM",
  "CI",
  "FORCE_COLOR",
  "NO_COLOR",
];

export type StackUrls = { portal: string; simulator: string; database: string };

/** The basics alone: a developer's own INCREASE_*, DATABASE_URL or PG* must not reach what is started here. */
export function basicEnvironment(source: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const basics = inherited.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]]]));
  return { ...Object.fromEntries(basics), NEXT_TELEMETRY_DISABLED: "1" };
}

/** Next.js would also read .env.local and the like; the mark tells it that this has been done. */
export function nextEnvironment(mode: "production" | "development"): NodeJS.ProcessEnv {
  return { ...basicEnvironment(), NODE_ENV: mode, __NEXT_PROCESSED_ENV: "true" };
}

export function portalEnvironment(urls: StackUrls): Record<string, string | undefined> {
  return {
    ...parseEnv(readFileSync(join(rootDir, ".env.demo"), "utf8")),
    AUTH_URL: urls.portal,
    DATABASE_URL: urls.database,
    INCREASE_API_URL: `${urls.simulator}/live`,
    INCREASE_SANDBOX_API_URL: `${urls.simulator}/sandbox`,
    INCREASE_AUTHORIZE_URL: `${urls.simulator}/oauth/authorization`,
    INCREASE_DASHBOARD_URL: `${urls.simulator}/`,
    STAFF_OIDC_ISSUER: `${urls.simulator}/staff`,
    ALERT_WEBHOOK_URL: `${urls.simulator}/alerts`,
  };
}

export function simulatorEnvironment(urls: StackUrls, port: number, dataFile: string): NodeJS.ProcessEnv {
  return {
    ...basicEnvironment(),
    SIMULATOR_PORT: String(port),
    SIMULATOR_REDIRECT_URL: `${urls.portal}/api/auth/callback/increase`,
    SIMULATOR_DATA_FILE: dataFile,
  };
}
