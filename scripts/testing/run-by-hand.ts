import { spawn } from "node:child_process";
import { basicEnvironment } from "../stack/environment";
import { rootDir } from "../stack/settings";

/** A command as it is run by hand, with what it needs in its environment and no more; all that it says, in one text. */
export async function runByHand(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ["scripts/run.mjs", command, ...args], {
    cwd: rootDir,
    env: { ...basicEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const output of [child.stdout, child.stderr]) output.on("data", (chunk) => (said += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, said };
}
