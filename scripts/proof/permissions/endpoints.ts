import { actions } from "./action-endpoints";
import type { readBuild } from "./read-build";
import { routes } from "./route-endpoints";

export { actions, routes };

function compare(what: string, file: string, built: readonly string[], listed: readonly string[]): string[] {
  return [
    ...built
      .filter((name) => !listed.includes(name))
      .map(
        (name) =>
          `${what} ${name} is in no table: add it to scripts/proof/permissions/${file} with the permission that its verb asks for`,
      ),
    ...listed
      .filter((name) => !built.includes(name))
      .map(
        (name) =>
          `${what} ${name} is not in the build: take it out of scripts/proof/permissions/${file}, or name it as it is called now`,
      ),
  ];
}

/** What the build has and the tables have not, and the other way round: each with what to do. */
export function findUnlisted(build: ReturnType<typeof readBuild>): string[] {
  const builtRoutes = build.routes.map(({ path }) => path);
  const builtActions = build.actions.map(({ name }) => name);
  return [
    ...compare("The route", "route-endpoints.ts", builtRoutes, Object.keys(routes)),
    ...compare("The action", "action-endpoints.ts", builtActions, Object.keys(actions)),
  ];
}
