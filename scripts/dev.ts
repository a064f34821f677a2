import { failWhenOneEnds } from "./stack/child";
import { runCommand } from "./stack/command";
import { readSettings } from "./stack/settings";
import { startStack } from "./stack/stack";

await runCommand(
  async (keeper) => {
    const { urls, children } = await startStack(keeper, readSettings(process.env), "development");
    process.stdout.write(
      `\nPortal ready at ${urls.portal}, simulator at ${urls.simulator}. Ctrl-C ends everything.\n`,
    );
    return failWhenOneEnds(children);
  },
  { exitCodeOnSignal: 0 },
);
