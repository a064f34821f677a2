import "server-only";
import type { IncreaseEnvironment } from "../../increase";
import type { KeyAnswer } from "../ask-key";
import type { Check } from "../check";
import { checked, lacking, type Finding } from "../finding";
import { sides } from "../sides";
import { adviceOn } from "../variable-advice";

type Words = Pick<Finding, "code" | "what" | "fix">;

/** Increase's reasons for a 401, as far as they are known. https://increase.com/documentation/errors */
function wordsOfReason(reason: string | null, key: string, how: string): Words {
  if (reason === "deleted_credential") {
    return {
      code: "key_deleted",
      what: `${key} was deleted at Increase.`,
      fix: `Set ${key} to one that stands. ${how}`,
    };
  }
  if (reason === "expired_credential") {
    return {
      code: "key_expired",
      what: `${key} has expired.`,
      fix: `Make a new key, and set ${key} to it. ${how}`,
    };
  }
  if (reason === "no_credential") {
    return {
      code: "key_unknown",
      what: `Increase does not know ${key}.`,
      fix: `Set ${key} again, whole. ${how}`,
    };
  }
  if (reason === "ip_not_allowed") {
    return {
      code: "key_not_from_here",
      what: `${key} may not be used from this address.`,
      fix: `In Increase’s Dashboard, allow the addresses that the portal calls from, or lift the restriction of the key in ${key}.`,
    };
  }
  if (reason === "no_api_access") {
    return {
      code: "key_without_access",
      what: `The account that ${key} belongs to has no access to the API.`,
      fix: `Ask Increase to enable the API for it, or set ${key} to a key of the account that has it.`,
    };
  }
  return {
    code: "key_refused",
    what: `Increase refuses ${key}, for a reason that is not known here.`,
    fix: `Set ${key} to a new key. ${how}`,
  };
}

function wordsOf(answer: KeyAnswer, environment: IncreaseEnvironment): Words | null {
  const { key, url } = sides[environment];
  const { how } = adviceOn[key];
  if (answer.kind === "refused") return wordsOfReason(answer.reason, key, how);
  if (answer.kind === "other_environment") {
    return {
      code: "key_of_other_environment",
      what: `${key} is a key of Increase’s other environment.`,
      fix: `Set ${key} to a key of ${environment}, or point ${url} at ${environment}: the two must agree. ${how}`,
    };
  }
  if (answer.kind === "not_allowed") {
    return {
      code: "key_not_platforms",
      what: `${key} is accepted, and may not list what is the platform’s alone.`,
      fix: `Set ${key} to the platform’s own key, not to a customer’s OAuth token or a key with fewer rights. ${how}`,
    };
  }
  if (answer.kind === "not_increase") {
    return {
      code: "increase_url_wrong",
      what: `What answers at ${url} is not Increase’s API.`,
      fix: `Correct ${url}. ${adviceOn[url].how}`,
    };
  }
  if (answer.kind === "busy") {
    return {
      code: "increase_busy",
      what: `Increase asks us to slow down (${environment}).`,
      fix: "Check again in a minute. If it stays so, look on the overview for what makes the calls.",
    };
  }
  return answer.kind === "unreachable"
    ? {
        code: "increase_unreachable",
        what: `Nothing usable answers at ${url}.`,
        fix: `See whether this host may reach it, and whether Increase has an outage; if not, correct ${url}. ${adviceOn[url].how}`,
      }
    : null;
}

export function apiKey(environment: IncreaseEnvironment): Check {
  const { key, url, Name } = sides[environment];
  return {
    id: `${environment}_key`,
    title: `${Name} API key`,
    whenWell: `Increase accepts ${key}, and it is the platform’s own.`,
    async run(doctor) {
      const answer = await doctor.askKey(environment);
      if (answer.kind === "lacking") return lacking(key, url);
      if (answer.kind === "good") return checked([], [`It is of the group ${answer.groupId}.`]);
      const words = wordsOf(answer, environment);
      const severity = answer.kind === "busy" ? "warning" : "error";
      return checked(words === null ? [] : [{ ...words, severity, why: adviceOn[key].why }]);
    },
  };
}
