import "server-only";
import { countOwnersOf } from "@/db/queries/doctor";
import { needsDatabase, type Check } from "../check";
import { checked, type Finding } from "../finding";

const nobody: Finding = {
  code: "no_owner",
  severity: "error",
  what: "There is no owner, and STAFF_OWNERS names nobody who could become the first.",
  why: "None of the staff can come in: nobody sees the connections, and nobody can invite anyone.",
  fix: "Set STAFF_OWNERS to the e-mail address of the first owner, who then signs in at /admin.",
};

const elsewhere: Finding = {
  code: "owners_of_other_issuer",
  severity: "error",
  what: "There are owners, and STAFF_OIDC_ISSUER is the issuer of none of them.",
  why: "Staff are bound to their issuer: none of the owners can sign in, and STAFF_OWNERS counts no more.",
  fix: "Set STAFF_OIDC_ISSUER back, and have an owner invite the staff anew before it is changed; a new issuer makes new people of them.",
};

export const staffOwners: Check = {
  id: "staff_owners",
  title: "Staff’s owners",
  whenWell: "There is an owner who can sign in, or STAFF_OWNERS names who may be the first.",
  run: needsDatabase(async ({ db }, { env, problems }) => {
    const { owners, ofIssuer } = await countOwnersOf(db, env.STAFF_OIDC_ISSUER ?? null);
    const isFaulty = problems.some(({ variable }) => variable === "STAFF_OWNERS");
    if (owners === 0) {
      return checked(isFaulty || (env.STAFF_OWNERS ?? []).length > 0 ? [] : [nobody], [
        "Nobody is an owner yet.",
      ]);
    }
    return checked(env.STAFF_OIDC_ISSUER !== undefined && ofIssuer === 0 ? [elsewhere] : []);
  }),
};
