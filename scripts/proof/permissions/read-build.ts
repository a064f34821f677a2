import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { rootDir } from "../../stack/settings";
import { distDir } from "../../testing/checks";

const routesManifest = z.record(z.string(), z.string());
const actionsManifest = z.object({
  node: z.record(
    z.string(),
    z.object({ filename: z.string(), exportedName: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
  // Nothing of the portal runs at the edge; what would begin to is not looked at here.
  edge: z.record(z.string(), z.never()),
});

export type BuiltRoute = { path: string; isPage: boolean };

export type BuiltAction = {
  /** `app/…/actions.ts#exportedName` */
  name: string;
  id: string;
  /** The addresses of the pages that know it. */
  routes: string[];
};

function readManifest<T>(schema: z.ZodType<T>, path: string): T {
  return schema.parse(JSON.parse(readFileSync(join(rootDir, distDir, path), "utf8")));
}

/** What `next build` has made reachable: by its own account, and not by what we believe to have written. */
export function readBuild(): { routes: BuiltRoute[]; actions: BuiltAction[] } {
  const routes = readManifest(routesManifest, "app-path-routes-manifest.json");
  const { node } = readManifest(actionsManifest, "server/server-reference-manifest.json");
  const actions = Object.entries(node).map(([id, { filename, exportedName, workers }]) => ({
    id,
    name: `${filename}#${exportedName}`,
    routes: Object.keys(workers).flatMap((worker) => routes[worker.replace(/^app/, "")] ?? []),
  }));
  return {
    actions,
    routes: Object.entries(routes).map(([file, path]) => ({ path, isPage: file.endsWith("/page") })),
  };
}
