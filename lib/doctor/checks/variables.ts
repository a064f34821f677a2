import "server-only";
import { previewOfLive, type EnvProblem } from "../../env";
import type { Check } from "../check";
import { checked, type Finding } from "../finding";
import { adviceOn } from "../variable-advice";

const codes = {
  missing: "variable_missing",
  malformed: "variable_malformed",
  public: "variable_public",
  pair: "variables_disagree",
} as const;
const verbs = { missing: "Set", malformed: "Correct", public: "Replace", pair: "Correct" } as const;

const preview: Finding = {
  code: "preview_of_live",
  severity: "error",
  what: `${previewOfLive}.`,
  why: "A preview runs anybody’s branch: with the live keys it would reach every customer’s accounts.",
  fix: "Give Vercel’s preview environment an INCREASE_API_URL of its own, such as the simulator’s, and none of production’s secrets.",
};

function toFinding({ variable, kind, message }: EnvProblem): Finding {
  if (message === previewOfLive) return preview;
  const { why, how } = adviceOn[variable];
  return {
    code: codes[kind],
    severity: "error",
    what: `${message}.`,
    why: `${why} The portal does not start like this.`,
    fix: `${verbs[kind]} ${variable}. ${how}`,
  };
}

/** What keeps the portal from starting: the very same faults, by the same function. */
export const variables: Check = {
  id: "variables",
  title: "Variables",
  whenWell: "Every variable is there and of the right form, and those that must agree do.",
  run: ({ problems }) => checked(problems.map(toFinding)),
};
