import "server-only";
import { countRefusedExchanges, findLastSignIn } from "@/db/queries/doctor";
import { dayMs } from "../../durations";
import { formatMoment, utc } from "../../time-zone";
import { needsDatabase, type Check } from "../check";
import { checked, type Finding } from "../finding";
import { adviceOn } from "../variable-advice";

const weekMs = 7 * dayMs;
/** One or two are people who came back too late with their code. */
const fewestRefusals = 3;

// Attack: a visitor comes back with codes that they made up, so that the set-up is called broken. Increase does not
// document how its answer to a wrong client differs from the one to a wrong code, and may repeat the code in it.
const refused = (times: number): Finding => ({
  code: "exchanges_refused",
  severity: "warning",
  what: `Increase has refused ${times} exchanges of a code, and no sign-in has succeeded since.`,
  why: "Either INCREASE_CLIENT_SECRET is wrong, and everybody who signs in is sent back with an error; or somebody came back with codes that were made up, used or too old, and nothing is wrong.",
  fix: `Sign in once: if it succeeds, this finding goes. If not, set INCREASE_CLIENT_SECRET again, from the application of INCREASE_CLIENT_ID. ${adviceOn.INCREASE_CLIENT_SECRET.how}`,
});

/** Nothing but an exchange shows whether Increase takes it, and only a person's sign-in brings a code. */
export const clientSecret: Check = {
  id: "client_secret",
  title: "Client secret",
  whenWell: "Only a sign-in can check INCREASE_CLIENT_SECRET; none has been refused again and again.",
  run: needsDatabase(async ({ db }, { now }) => {
    const last = await findLastSignIn(db);
    const weekAgo = new Date(now().getTime() - weekMs);
    const times = await countRefusedExchanges(db, last !== null && last > weekAgo ? last : weekAgo);
    const hint =
      last === null
        ? "Nobody has signed in yet: sign in once to check it."
        : `It was good on ${formatMoment(last, utc)}, when somebody last signed in.`;
    return checked(times >= fewestRefusals ? [refused(times)] : [], [hint]);
  }),
};
