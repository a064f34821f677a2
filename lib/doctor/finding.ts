import "server-only";
import type { EnvName } from "../env";

/** `error`: something does not work, or is open to attack. `warning`: it will, or nobody would notice. */
export type Severity = "error" | "warning";

/** Something that is wrong, for a person to mend. Never a secret, nor another system's own words. */
export type Finding = {
  /** Stays as it is: scripts go by it. */
  code: string;
  severity: Severity;
  what: string;
  why: string;
  /** Exactly what to do. */
  fix: string;
  /** Whether `npm run doctor -- --fix` mends it. */
  isFixable?: true;
};

/** `whenWell`: in the place of the check's own, where less was looked at than it says. */
export type Outcome =
  | { kind: "checked"; findings: Finding[]; notes: string[]; whenWell?: string }
  /** It can't be told before something else is mended, or at all. */
  | { kind: "not_checked"; because: string };

export function checked(findings: Finding[], notes: string[] = []): Outcome {
  return { kind: "checked", findings, notes };
}

export function notChecked(because: string): Outcome {
  return { kind: "not_checked", because };
}

/** For a check whose variables are faulty or missing, which the check of the variables has said. */
export function lacking(...names: EnvName[]): Outcome {
  return notChecked(`${names.join(" and ")} must be sound first.`);
}
