import { answersOk, startChild, waitUntilReady, type Child } from "./child";
import { simulatorEnvironment, type StackUrls } from "./environment";
import type { Keeper } from "./keeper";

export type SimulatorOptions = { port: number; urls: StackUrls; dataFile: string; logFile: string };

export async function startSimulator(keeper: Keeper, options: SimulatorOptions): Promise<Child> {
  const { port, urls, dataFile, logFile } = options;
  const child = startChild(keeper, {
    name: "The simulator",
    command: [process.execPath, "--import", "tsx", "simulator/main.ts"],
    env: simulatorEnvironment(urls, port, dataFile),
    logFile,
  });
  await waitUntilReady(child, () => answersOk(`${urls.simulator}/_sim/clock`));
  return child;
}
