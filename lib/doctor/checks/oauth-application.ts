import "server-only";
import { listOAuthApplications, UpstreamError, type OAuthApplication } from "../../increase";
import type { Check } from "../check";
import { checked, lacking, notChecked, type Finding } from "../finding";
import { keyFirst } from "../sides";
import { adviceOn } from "../variable-advice";

const { why, how } = adviceOn.INCREASE_CLIENT_ID;

function unknownClient(clientId: string, applications: OAuthApplication[]): Finding {
  const meant = applications.find(({ id }) => id === clientId);
  if (meant !== undefined) {
    return {
      code: "client_id_is_application_id",
      severity: "error",
      what: "INCREASE_CLIENT_ID holds the id of an application, and not its client id.",
      why,
      fix: `Set INCREASE_CLIENT_ID to ${meant.clientId}.`,
    };
  }
  const active = applications.filter(({ status }) => status === "active").map((each) => each.clientId);
  const known = active.length === 0 ? "There is none that is active." : `There is ${active.join(", ")}.`;
  return {
    code: "client_id_unknown",
    severity: "error",
    what: "INCREASE_CLIENT_ID is of no application that INCREASE_API_KEY lists.",
    why: `${why} The key and the application must be of one platform.`,
    fix: `Set INCREASE_CLIENT_ID to one of the platform’s own, or INCREASE_API_KEY to the key of the platform that it belongs to. ${known} ${how}`,
  };
}

function findFault({ status }: OAuthApplication): Finding[] {
  if (status === "active") return [];
  if (status === "deleted") {
    return [
      {
        code: "client_id_deleted",
        severity: "error",
        what: "The application of INCREASE_CLIENT_ID was deleted at Increase.",
        why: `${why} No one can sign in with one that is deleted, and its connections have ended.`,
        fix: `Make a new application, and set INCREASE_CLIENT_ID and INCREASE_CLIENT_SECRET to its own. ${how}`,
      },
    ];
  }
  return [
    {
      code: "client_id_status_unknown",
      severity: "warning",
      what: "The application of INCREASE_CLIENT_ID has a status that is not known here.",
      why: "It may be that nobody can sign in with it.",
      fix: "Look at the application in Increase’s Dashboard; if it is to be used no more, set INCREASE_CLIENT_ID to another.",
    },
  ];
}

export const oauthApplication: Check = {
  id: "oauth_application",
  title: "OAuth application",
  whenWell: "INCREASE_CLIENT_ID is an active application of the platform’s.",
  async run(doctor) {
    const clientId = doctor.env.INCREASE_CLIENT_ID;
    const platform = doctor.platform("live");
    if (clientId === undefined) return lacking("INCREASE_CLIENT_ID");
    if (platform === null || (await doctor.askKey("live")).kind !== "good") return notChecked(keyFirst);
    try {
      const applications = await listOAuthApplications(platform);
      const own = applications.find((each) => each.clientId === clientId);
      if (own === undefined) return checked([unknownClient(clientId, applications)]);
      return checked(findFault(own), [`It is ${own.id}.`]);
    } catch (error) {
      if (error instanceof UpstreamError)
        return notChecked("Increase did not list the applications just now.");
      throw error;
    }
  },
};
