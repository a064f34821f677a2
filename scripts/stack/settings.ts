import { join, resolve } from "node:path";
import { Problem } from "./problem";

export const rootDir = join(import.meta.dirname, "../..");

export type Settings = { portalPort: number; simulatorPort: number; dataDir: string };

/** What moves the demo: PORT, SIMULATOR_PORT and DATA_DIR. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const portalPort = readPort(env, "PORT", 3000);
  const simulatorPort = readPort(env, "SIMULATOR_PORT", 4010);
  if (portalPort === simulatorPort)
    throw new Problem("PORT and SIMULATOR_PORT are the same: they have to differ.");
  return { portalPort, simulatorPort, dataDir: readDataDir(env) };
}

export function readDataDir(env: NodeJS.ProcessEnv): string {
  return resolve(rootDir, env.DATA_DIR || ".data");
}

function readPort(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (!text) return fallback;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new Problem(`${name} is "${text}", but a port is a number from 1 to 65535.`);
}
