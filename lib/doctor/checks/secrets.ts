import "server-only";
import { secretNames, type Env, type EnvName } from "../../env";
import type { Check } from "../check";
import { checked, type Finding } from "../finding";
import { adviceOn } from "../variable-advice";

/** Chosen here, and not given by another system: how good they are is ours to see to. */
const ours = ["AUTH_SECRET", "CRON_SECRET"] as const;
/** 32 random bytes in base64 or hex have more than this, all but surely. */
const fewestCharacters = 10;
/** https://increase.com/documentation/api/event-subscriptions */
const longestSharedSecret = 100;

function findReused(env: Partial<Env>): Finding[] {
  const usersOf = new Map<string, EnvName[]>();
  for (const name of secretNames) {
    for (const value of new Set([env[name] ?? []].flat())) {
      usersOf.set(value, [...(usersOf.get(value) ?? []), name]);
    }
  }
  return [...usersOf.values()]
    .filter((names) => names.length > 1)
    .map((names) => ({
      code: "secret_used_twice",
      severity: "warning",
      what: `${names.join(" and ")} hold the same secret.`,
      why: "Whoever is shown one of them has the other: a leak at one place opens two.",
      fix: `Give each of ${names.join(" and ")} a value of its own. ${adviceOn[names[0] ?? "AUTH_SECRET"].how}`,
    }));
}

function isGuessable(parts: (string | number)[]): boolean {
  return new Set(parts).size < fewestCharacters;
}

function findGuessable(env: Partial<Env>): Finding[] {
  const names: EnvName[] = ours.filter((name) =>
    [env[name] ?? []].flat().some((value) => isGuessable([...value])),
  );
  if (env.TOKEN_KEYS?.some(({ key }) => isGuessable([...key]))) names.push("TOKEN_KEYS");
  return names.map((name) => ({
    code: "secret_guessable",
    severity: "error",
    what: `${name} is made of very few different characters.`,
    why: "It looks chosen by hand, and not at random: such a secret can be guessed.",
    fix: `Replace ${name}. ${adviceOn[name].how}`,
  }));
}

function findTooLong(env: Partial<Env>): Finding[] {
  const names = (["INCREASE_WEBHOOK_SECRET", "INCREASE_SANDBOX_WEBHOOK_SECRET"] as const).filter((name) =>
    env[name]?.some(({ length }) => length > longestSharedSecret),
  );
  return names.map((name) => ({
    code: "webhook_secret_too_long",
    severity: "error",
    what: `${name} has more than ${longestSharedSecret} characters.`,
    why: "Increase takes no longer shared secret, so no subscription of theirs can be signed with it.",
    fix: `Replace ${name} by one of at most ${longestSharedSecret} characters. ${adviceOn[name].how}`,
  }));
}

export const secrets: Check = {
  id: "secrets",
  title: "Secrets",
  whenWell: "No secret is used for two things, easily guessed, or longer than Increase takes.",
  run: ({ env }) => checked([...findReused(env), ...findGuessable(env), ...findTooLong(env)]),
};
