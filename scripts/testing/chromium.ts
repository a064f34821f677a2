import { existsSync } from "node:fs";
import { mkdtemp, rename } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";
import { startChild, waitForSuccess } from "../stack/child";
import { basicEnvironment } from "../stack/environment";
import type { Keeper } from "../stack/keeper";
import { findPackage } from "../stack/packages";
import { Problem } from "../stack/problem";
import { chromiumFlags } from "./chromium-flags";

export type Browser = { path: string; env: Record<string, string> };

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The first that really launches: one that is installed, the one from npm, and for root Debian's package. */
export async function findChromium(keeper: Keeper, dataDir: string, logDir: string): Promise<Browser> {
  return (
    (await findLaunching(listInstalled())) ??
    (await findLaunching(await unpackFromNpm(keeper, dataDir, logDir))) ??
    (await findLaunching(await installDebianPackage(keeper, logDir))) ??
    refuse()
  );
}

function listInstalled(): Browser[] {
  const directories = (process.env.PATH ?? "").split(delimiter);
  const onPath = names.flatMap((name) => directories.map((directory) => join(directory, name)));
  const paths = [process.env.CHROMIUM_PATH ?? "", ...onPath, ...applications, chromium.executablePath()];
  return paths.filter((path) => path !== "" && existsSync(path)).map((path) => ({ path, env: {} }));
}

async function unpackFromNpm(keeper: Keeper, dataDir: string, logDir: string): Promise<Browser[]> {
  const { entry, version } = await findPackage("@sparticuz/chromium");
  const directory = join(dataDir, `chromium-${version}`);
  if (!existsSync(directory)) {
    const partial = await mkdtemp(`${directory}-`);
    keeper.keepPath(partial);
    const unpack = `import(${JSON.stringify(entry)}).then(({ default: chromium }) => chromium.executablePath())`;
    const child = startChild(keeper, {
      name: "Unpacking Chromium",
      command: [process.execPath, "-e", unpack],
      // The package unpacks into the temporary directory, its shared libraries only where it believes to be in a Lambda.
      env: { ...basicEnvironment(), TMPDIR: partial, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" },
      logFile: join(logDir, "chromium.log"),
    });
    await waitForSuccess(child);
    await rename(partial, directory);
  }
  const path = join(directory, "chromium");
  const libraries = {
    LD_LIBRARY_PATH: join(directory, "al2023/lib"),
    FONTCONFIG_PATH: join(directory, "fonts"),
  };
  return [
    { path, env: {} },
    { path, env: libraries },
  ];
}

async function installDebianPackage(keeper: Keeper, logDir: string): Promise<Browser[]> {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return [];
  const env = { ...basicEnvironment(), DEBIAN_FRONTEND: "noninteractive" };
  const logFile = join(logDir, "apt.log");
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    await waitForSuccess(
      startChild(keeper, { name: "apt-get", command: ["apt-get", ...args], env, logFile }),
    );
  }
  return listInstalled();
}

async function findLaunching(browsers: Browser[]): Promise<Browser | null> {
  for (const browser of browsers) if (await launches(browser)) return browser;
  return null;
}

async function launches({ path, env }: Browser): Promise<boolean> {
  try {
    const options = {
      executablePath: path,
      args: chromiumFlags,
      env: { ...basicEnvironment(), ...env },
      timeout: 20_000,
    };
    const browser = await chromium.launch(options);
    const page = await browser.newPage();
    const sum = await page.evaluate("1 + 1");
    await browser.close();
    return sum === 2;
  } catch {
    return false;
  }
}

function refuse(): never {
  throw new Problem(
    "No Chromium launches here. Install one (Debian: apt install chromium) or set CHROMIUM_PATH to one.",
  );
}
