import { parseArgs } from "node:util";
import { Problem } from "../stack/problem";

const options = { "without-e2e": { type: "boolean" }, only: { type: "string" } } as const;

const needBuild = new Set(["proof", "e2e"]);

export type Choice = {
  isChosen(name: string): boolean;
  /** For the program that runs the one chosen step's tests. */
  args: string[];
};

/**
 * `--without-e2e` leaves one step out, `--only=NAME` all others; what else is said goes on to that step's program.
 * @throws Problem for a step that does not exist, and for words that no step is named for
 */
export function chooseSteps(argv: readonly string[], names: readonly string[]): Choice {
  const { values } = parseArgs({ args: argv.filter(isOwn), options });
  const args = argv.filter((arg) => !isOwn(arg));
  const list = names.join(", ");
  if (values.only === undefined) {
    if (args.length > 0) {
      throw new Problem(`Which step is "${args.join(" ")}" for? Say it with --only=NAME, one of ${list}.`);
    }
    return { args, isChosen: (name) => !(values["without-e2e"] && name === "e2e") };
  }
  if (!names.includes(values.only))
    throw new Problem(`There is no step "${values.only}". The steps are ${list}.`);
  const chosen = needBuild.has(values.only) ? ["build", values.only] : [values.only];
  return { args, isChosen: (name) => chosen.includes(name) };
}

function isOwn(arg: string): boolean {
  return arg === "--without-e2e" || arg.startsWith("--only=");
}
