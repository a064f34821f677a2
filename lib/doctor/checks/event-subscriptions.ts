import "server-only";
import type { EventSubscription, IncreaseEnvironment } from "../../increase";
import { webhookUrl } from "../../webhooks";
import type { Check } from "../check";
import { checked, lacking, notChecked, type Finding } from "../finding";
import { keyFirst, sides } from "../sides";

const command = "`npm run doctor -- --fix`";
/** What lives depend on; of bank data every family makes an open page fresh. */
const neededLive = ["oauth_connection.created", "oauth_connection.deactivated", "group.updated"];
const neededOfData = [
  "transaction.created",
  "pending_transaction.created",
  "pending_transaction.updated",
  "account.updated",
];

const needed = { live: [...neededLive, ...neededOfData], sandbox: neededOfData };
const whys = {
  live: "Without live events a customer who leaves is noticed late, and open pages grow old.",
  sandbox: "Without sandbox events the sandbox’s pages grow old.",
};

type Side = { environment: IncreaseEnvironment; url: string };

const plainUrl = (text: string) => text.replace(/^https?:\/\/(www\.)?/, "").replace(/\/+$/, "");

/** The same place, written otherwise: https or http, with www or a slash more. */
function isNearly(url: string, other: string): boolean {
  return plainUrl(url) === plainUrl(other);
}

function missing({ environment, url }: Side, all: EventSubscription[], authUrl: string): Finding {
  const { Name, other, key } = sides[environment];
  const isThere = (test: (each: EventSubscription) => boolean) =>
    all.some((each) => each.status !== "deleted" && test(each));
  const base = { severity: "error", why: whys[environment], isFixable: true } as const;
  if (isThere((each) => each.url === webhookUrl(authUrl, sides[environment].other))) {
    return {
      ...base,
      code: "subscription_of_other_path",
      what: `${Name}: an event subscription delivers to the address of the ${other} events, and none to ${url}.`,
      fix: `Run ${command}, which creates the right one, and delete the other in Increase’s Dashboard (${environment}).`,
    };
  }
  if (isThere((each) => isNearly(each.url, url))) {
    return {
      ...base,
      code: "subscription_at_other_url",
      what: `${Name}: there is an event subscription to an address that is nearly ${url}, and not the same.`,
      fix: `Set AUTH_URL to the origin that is meant, or run ${command}, which creates one to ${url}; then delete the other in Increase’s Dashboard.`,
    };
  }
  return {
    ...base,
    code: "subscription_missing",
    what: `${Name}: Increase has no event subscription to ${url}.`,
    fix: `Run ${command}: it creates one, signed with the first secret of ${sides[environment].secret}. It is made from AUTH_URL, with ${key}.`,
  };
}

function statusFault({ environment }: Side, { id, status }: EventSubscription): Finding {
  const { Name } = sides[environment];
  const why = whys[environment];
  if (status === "requires_attention") {
    return {
      code: "subscription_requires_attention",
      severity: "error",
      what: `${Name}: Increase has stopped delivering to ${id} for a while, since deliveries failed.`,
      why,
      fix: `See that ${id}’s address answers (\`npm run doctor -- --probe\`), then set it active in Increase’s Dashboard.`,
    };
  }
  if (status === "disabled") {
    return {
      code: "subscription_disabled",
      severity: "error",
      what: `${Name}: the event subscription ${id} is disabled.`,
      why,
      fix: `Set ${id} active in Increase’s Dashboard (${environment}, Developers, Webhooks).`,
    };
  }
  return {
    code: "subscription_status_unknown",
    severity: "warning",
    what: `${Name}: the event subscription ${id} has a status that is not known here.`,
    why: `It may be that it delivers nothing. ${why}`,
    fix: `Look at ${id} in Increase’s Dashboard (${environment}), and see that it is active.`,
  };
}

const ofOneConnection = ({ environment }: Side, { id }: EventSubscription): Finding => ({
  code: "subscription_of_one_connection",
  severity: "error",
  what: `${sides[environment].Name}: ${id} is for one connection alone, and there is none for all.`,
  why: "Increase delivers the events of no other customer, nor the platform’s own.",
  fix: `Run ${command}, which creates one for all of them with the first secret of ${sides[environment].secret}; then delete ${id} in Increase’s Dashboard.`,
  isFixable: true,
});

function lacksCategories({ environment }: Side, { id, categories }: EventSubscription): Finding[] {
  const left = categories === null ? [] : needed[environment].filter((name) => !categories.includes(name));
  if (left.length === 0) return [];
  return [
    {
      code: "subscription_lacks_categories",
      severity:
        environment === "live" && left.some((name) => neededLive.includes(name)) ? "error" : "warning",
      what: `${sides[environment].Name}: ${id} is for some categories alone, and lacks ${left.join(", ")}.`,
      why: whys[environment],
      fix: `In Increase’s Dashboard (${environment}), make ${id} deliver all categories; or delete it, and run ${command}.`,
    },
  ];
}

const doubled = ({ environment, url }: Side, count: number): Finding => ({
  code: "subscription_doubled",
  severity: "warning",
  what: `${sides[environment].Name}: ${count} active event subscriptions deliver to ${url}.`,
  why: "Every event comes more than once, and those that are signed with another secret are refused as forged.",
  fix: `Delete all but the one whose secret is in ${sides[environment].secret}, in Increase’s Dashboard (${environment}).`,
});

function findFaults(side: Side, all: EventSubscription[], authUrl: string): Finding[] {
  const here = all.filter(({ url, status }) => url === side.url && status !== "deleted");
  const [first] = here;
  if (first === undefined) return [missing(side, all, authUrl)];
  const forAll = here.filter(({ oauthConnectionId }) => oauthConnectionId === null);
  const [one] = forAll;
  if (one === undefined) return [ofOneConnection(side, first)];
  const active = forAll.filter(({ status }) => status === "active");
  const [used] = active;
  if (used === undefined) return [statusFault(side, one)];
  if (active.length > 1) return [doubled(side, active.length)];
  return lacksCategories(side, used);
}

/** The origin of another portal's intake; null for any other address. */
function intakeOrigin(address: string, own: URL): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.origin === own.origin) return null;
  return url.pathname.replace(/\/+$/, "").endsWith(own.pathname) ? url.origin : null;
}

/** No findings: another portal of the platform's may well be at the same Increase. But it may be what a slip of AUTH_URL left. */
function noteElsewhere({ environment, url: own }: Side, all: EventSubscription[]): string[] {
  const { Name } = sides[environment];
  const platforms = all.filter((each) => each.status === "active" && each.oauthConnectionId === null);
  return platforms.flatMap(({ id, url }) => {
    const elsewhere = intakeOrigin(url, new URL(own));
    if (elsewhere === null) return [];
    return `${Name}: Increase also delivers to ${elsewhere} (${id}). Whoever receives there is told of every customer’s events. Delete or disable it in Increase’s Dashboard (${environment}) unless it is another portal of yours.`;
  });
}

export function eventSubscription(environment: IncreaseEnvironment): Check {
  return {
    id: `${environment}_subscription`,
    title: `${sides[environment].Name} event subscription`,
    whenWell:
      "Increase delivers every event to this portal’s address. The secret it signs with, it does not tell.",
    async run(doctor) {
      const authUrl = doctor.env.AUTH_URL;
      const answer = await doctor.askKey(environment);
      if (authUrl === undefined) return lacking("AUTH_URL");
      if (answer.kind !== "good") return notChecked(keyFirst);
      const side = { environment, url: webhookUrl(authUrl, environment) };
      return checked(
        findFaults(side, answer.subscriptions, authUrl),
        noteElsewhere(side, answer.subscriptions),
      );
    },
  };
}
