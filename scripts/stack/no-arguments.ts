import { Problem } from "./problem";

/** @throws Problem for any: an option that is overlooked would have been a promise, such as not to change anything */
export function refuseArguments(args: readonly string[], command: string): void {
  const [first] = args;
  if (first === undefined) return;
  throw new Problem(
    `"${first}" is not known: ${command} takes no options. Nothing was changed; README.md says what it does.`,
  );
}
