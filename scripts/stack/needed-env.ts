import { examineEnv, type Env, type EnvName } from "@/lib/env";
import { Problem } from "./problem";

/** Nothing goes there from here: whether the demo's public key may be used is the database's address alone to say. */
const uncalled = {
  INCREASE_API_URL: "http://127.0.0.1",
  INCREASE_SANDBOX_API_URL: "http://127.0.0.1",
  INCREASE_AUTHORIZE_URL: "http://127.0.0.1",
  INCREASE_DASHBOARD_URL: "http://127.0.0.1",
};

function hasAll<Name extends EnvName>(
  env: Partial<Env>,
  names: readonly Name[],
): env is Partial<Env> & Pick<Env, Name> {
  return names.every((name) => env[name] !== undefined);
}

/**
 * What a command needs of the portal's environment, and how a Neon host is reached; the portal's other variables may be
 * somewhere else. `refusal`: what was not done.
 * @throws Problem naming what is missing or faulty
 */
export function readNeededEnv<Name extends EnvName>(
  source: Record<string, string | undefined>,
  needed: readonly Name[],
  refusal: string,
): Pick<Env, Name> & Pick<Env, "NEON_WS_PROXY"> {
  const names: readonly EnvName[] = [...needed, "NEON_WS_PROXY"];
  const given = Object.fromEntries(names.map((name) => [name, source[name]]));
  const { problems, sound } = examineEnv({ ...uncalled, ...given });
  const ours = problems.filter(({ variable }) => names.includes(variable)).map(({ message }) => message);
  if (ours.length === 0 && hasAll(sound, needed)) return sound;
  throw new Problem(`${refusal} This needs the portal's own ${needed.join(" and ")}:\n${ours.join("\n")}`);
}
