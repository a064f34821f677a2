import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const VercelConfig = z.object({
  regions: z.array(z.string()).min(1),
  buildCommand: z.string(),
  functions: z.record(z.string(), z.object({ maxDuration: z.number() })),
  crons: z.array(z.object({ path: z.string(), schedule: z.string() })),
});
export type VercelConfig = z.output<typeof VercelConfig>;

export async function readVercelConfig(rootDir: string): Promise<VercelConfig> {
  return VercelConfig.parse(JSON.parse(await readFile(join(rootDir, "vercel.json"), "utf8")));
}

/** Seconds, of every function alike: Vercel packs functions of one configuration into few. */
export function functionSeconds({ functions }: VercelConfig): number {
  const [seconds, ...others] = Object.values(functions).map(({ maxDuration }) => maxDuration);
  if (seconds === undefined || others.length > 0)
    throw new Error("vercel.json sets one limit for all functions");
  return seconds;
}
