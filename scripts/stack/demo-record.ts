import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { StackUrls } from "./environment";
import { readIfExists, writePrivateJson } from "./files";
import type { Keeper } from "./keeper";
import { Problem } from "./problem";
import { commandLineOf } from "./processes";

/** DATA_DIR/demo.json: stands there while a demo runs. */
const DemoRecord = z.object({
  portal: z.string(),
  simulator: z.string(),
  database: z.string(),
  pid: z.number(),
  keeperPid: z.number().optional(),
});

export async function writeDemoRecord(keeper: Keeper, path: string, urls: StackUrls): Promise<void> {
  keeper.keepPath(path);
  await writePrivateJson(path, { ...urls, pid: process.pid, keeperPid: keeper.pid });
}

/** @throws Problem when another demo uses this DATA_DIR */
export async function refuseRunningDemo(path: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const text = await readIfExists(path);
    const parsed = text === null ? null : DemoRecord.safeParse(JSON.parse(text));
    if (!parsed?.success) return;
    const { pid, keeperPid, portal } = parsed.data;
    if (pid !== process.pid && commandLineOf(pid)?.includes("scripts/")) {
      throw new Problem(
        `A demo with this DATA_DIR runs already at ${portal}: stop it, or set DATA_DIR to another directory.`,
      );
    }
    // Killed a moment ago: its keeper is still ending the rest of it.
    const isEnding = keeperPid !== undefined && commandLineOf(keeperPid)?.includes("keeper-process.mjs");
    if (!isEnding || Date.now() > deadline) return;
    await delay(100);
  }
}
