import { startChild, type Child } from "./child";
import { basicEnvironment, portalEnvironment, type StackUrls } from "./environment";
import type { Keeper } from "./keeper";

export function startCron(keeper: Keeper, { urls, logFile }: { urls: StackUrls; logFile: string }): Child {
  const { AUTH_URL, CRON_SECRET } = portalEnvironment(urls);
  return startChild(keeper, {
    name: "The cron",
    command: [process.execPath, "--conditions=react-server", "--import", "tsx", "scripts/cron.ts"],
    env: { ...basicEnvironment(), AUTH_URL, CRON_SECRET },
    logFile,
  });
}
