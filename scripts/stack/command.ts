import { startKeeper, type Keeper } from "./keeper";
import { describeFailure } from "./problem";

type Command = (keeper: Keeper, args: string[]) => Promise<number>;

/** Runs a command and ends everything it started, whichever way it ends: by itself, by a failure or by a signal. */
export async function runCommand(command: Command, { exitCodeOnSignal = 1 } = {}): Promise<void> {
  const keeper = startKeeper();
  let isEnding = false;
  const end = async (exitCode: number, words?: string) => {
    // A second signal (npm and the terminal both send one) must not cut the ending short.
    if (isEnding) return;
    isEnding = true;
    if (words) process.stdout.write(`\n${words}\n`);
    await keeper.end();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void end(exitCodeOnSignal, "Stopping"));
  }
  process.on("disconnect", () => void end(1));
  // Without a listener a closed terminal or pipe would end this process before it has cleaned up.
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  try {
    await end(await command(keeper, process.argv.slice(2)));
  } catch (error) {
    // A child that fails because it is being stopped is not news.
    if (!isEnding) process.stderr.write(`\n${describeFailure(error)}\n`);
    await end(1);
  }
}
