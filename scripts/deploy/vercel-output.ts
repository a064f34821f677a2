import { readFile, readdir, realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import { functionSeconds, type VercelConfig } from "./vercel-config";

const Packages = z.record(z.string(), z.object({ dev: z.boolean().optional() }));
const FunctionConfig = z.object({
  maxDuration: z.number().optional(),
  filePathMap: z.record(z.string(), z.string()).default({}),
});
const OutputConfig = z.object({
  crons: z.array(z.object({ path: z.string(), schedule: z.string() })).default([]),
});

export type VercelFunction = { name: string; maxDuration: number | undefined; files: string[] };
export type VercelOutput = {
  crons: VercelConfig["crons"];
  functions: VercelFunction[];
};
/** By path under node_modules, as the lock file has them. */
export type Packages = z.output<typeof Packages>;

export async function readPackages(lockFile: string): Promise<Packages> {
  const lock = z.object({ packages: Packages }).parse(JSON.parse(await readFile(lockFile, "utf8")));
  return lock.packages;
}

async function readFunction(directory: string): Promise<Omit<VercelFunction, "name">> {
  const text = await readFile(join(directory, ".vc-config.json"), "utf8");
  const { maxDuration, filePathMap } = FunctionConfig.parse(JSON.parse(text));
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const own = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
  return { maxDuration, files: [...own, ...Object.keys(filePathMap)] };
}

/** What `vercel build` has made. Many of its functions are other names of a few. */
export async function readVercelOutput(directory: string): Promise<VercelOutput> {
  const root = join(directory, "functions");
  const { crons } = OutputConfig.parse(JSON.parse(await readFile(join(directory, "config.json"), "utf8")));
  const names = (await readdir(root, { recursive: true })).filter((path) => path.endsWith(".func"));
  const known = new Map<string, Omit<VercelFunction, "name">>();
  const functions: VercelFunction[] = [];
  for (const path of names.toSorted()) {
    const place = await realpath(join(root, path));
    const read = known.get(place) ?? (await readFunction(place));
    known.set(place, read);
    functions.push({ name: path.slice(0, -".func".length), ...read });
  }
  return { crons, functions };
}

/** `(group)` is not part of an address; what Next calls the index is `/`. */
export function toFunctionName(file: string): string {
  const segments = file.split("/").slice(0, -1);
  return segments.filter((segment) => !/^\(.*\)$/.test(segment)).join("/") || "index";
}

function packageOf(file: string): string | null {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? null;
}

/** What a server has no use for: packages that only build or test it, and files that are no part of a build. */
export function findForeignFiles(files: string[], packages: Packages, distDir = ".next"): string[] {
  const dev = new Set(
    files.flatMap((file) => packageOf(file) ?? []).filter((path) => packages[path]?.dev === true),
  );
  const own = /^(node_modules(\/|$)|package\.json$|\.vc-config\.json$|___next_launcher\.cjs$)/;
  const others = files.filter((file) => file.split("/")[0] !== distDir && !own.test(file));
  return [
    ...[...dev].map((path) => `carries the dev dependency ${path}`),
    ...others.map((file) => `carries ${file}`),
  ];
}

type Expected = { config: VercelConfig; packages: Packages; routeFiles: string[] };

/** @param expected `routeFiles`: each page and route of app/ */
export function findOutputFaults(output: VercelOutput, expected: Expected): string[] {
  const { config, packages, routeFiles } = expected;
  const seconds = functionSeconds(config);
  const byName = new Map(output.functions.map((each) => [each.name, each]));
  const limits = routeFiles.map(toFunctionName).flatMap((name) => {
    const found = byName.get(name);
    if (found === undefined) return [`${name}: there is no such function`];
    return found.maxDuration === seconds ? [] : [`${name}: may run ${found.maxDuration} s, not ${seconds}`];
  });
  const foreign = new Set(
    output.functions.flatMap((each) =>
      findForeignFiles(each.files, packages).map((words) => `${each.name}: ${words}`),
    ),
  );
  const crons = JSON.stringify(output.crons) === JSON.stringify(config.crons) ? [] : ["the crons differ"];
  return [...limits, ...foreign, ...crons];
}
