import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { v7 as uuidv7 } from "uuid";
import { findProbe, probePrefix } from "@/db/queries/doctor";
import type { Database } from "@/db/client";
import { requireSystemPermission } from "../auth/permissions";
import { boundedFetch } from "../bounded-fetch";
import type { IncreaseEnvironment } from "../increase";
import { webhookUrl } from "../webhooks";
import type { Check } from "./check";
import type { Doctor } from "./doctor";
import { checked, lacking, type Finding, type Outcome } from "./finding";
import { sides } from "./sides";

const bounds = { timeoutMs: 10_000, mostBytes: 0 };
/** The row is committed before the answer; a replica that is read may be a moment behind. */
const readMs = 2_000;
const readEveryMs = 100;

/** No event of Increase's has such an id or such a category: nobody can take it for one, and no handler acts on it. */
function makeEvent(id: string, now: Date): string {
  return JSON.stringify({
    id,
    type: "event",
    category: "portal_doctor.probe",
    created_at: now.toISOString(),
    associated_object_id: id,
    associated_object_type: "portal_doctor_probe",
  });
}

type Delivery = { url: string; secret: string; id: string; now: Date };

/** The answer's status; null where there is none, or one that is a redirect. */
async function deliver({ url, secret, id, now }: Delivery): Promise<{ status: number } | null> {
  const body = makeEvent(id, now);
  const webhook = new Webhook(Buffer.from(secret, "utf8"), { format: "raw" });
  try {
    const response = await boundedFetch(bounds, url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
        "webhook-signature": webhook.sign(id, now, body),
      },
      redirect: "manual",
    });
    return { status: response.status };
  } catch {
    return null;
  }
}

type Words = Pick<Finding, "code" | "what" | "fix">;

function wordsOf(status: number | null, environment: IncreaseEnvironment, url: string): Words {
  const { secret } = sides[environment];
  if (status === null) {
    return {
      code: "probe_unanswered",
      what: `Nothing answers at ${url} within 10 seconds.`,
      fix: "See that the portal runs and that AUTH_URL is its address from outside: name, port and certificate.",
    };
  }
  if (status >= 300 && status < 400) {
    return {
      code: "probe_redirected",
      what: `${url} redirects to another address (${status}).`,
      fix: "Set AUTH_URL to the origin that it redirects to: Increase follows no redirect with an event.",
    };
  }
  if (status === 400) {
    return {
      code: "probe_refused",
      what: `The portal at ${url} refuses an event that was signed with the first secret of ${secret}.`,
      fix: `Give the portal the same ${secret} as here, and restart it; if they are the same, its clock is wrong.`,
    };
  }
  if (status >= 500) {
    return {
      code: "probe_not_stored",
      what: `The portal at ${url} could not store an event (${status}).`,
      fix: `Look at ${new URL("/api/health", url).href}, which names what is down, and in the portal’s log.`,
    };
  }
  return {
    code: "probe_not_portal",
    what: `What answers at ${url} is not this portal (${status}).`,
    fix: "Set AUTH_URL to the portal’s own origin, and let nothing in front of it (a login, a firewall) answer for that path.",
  };
}

async function isFound(db: Database, environment: IncreaseEnvironment, id: string): Promise<boolean> {
  const endsAt = performance.now() + readMs;
  for (;;) {
    if ((await findProbe(db, environment, id)) !== null) return true;
    if (performance.now() > endsAt) return false;
    await delay(readEveryMs);
  }
}

async function probeSide(doctor: Doctor, environment: IncreaseEnvironment): Promise<Outcome> {
  requireSystemPermission(doctor, "setup.probe");
  const { secret: name } = sides[environment];
  const { AUTH_URL: authUrl, [name]: secrets } = doctor.env;
  const [secret] = secrets ?? [];
  if (authUrl === undefined || secret === undefined) return lacking("AUTH_URL", name);
  const url = webhookUrl(authUrl, environment);
  const id = `${probePrefix}${uuidv7().replaceAll("-", "")}`;
  const answer = await deliver({ url, secret, id, now: doctor.now() });
  const base = { severity: "error", why: "Increase’s own events have the same fate." } as const;
  if (answer?.status !== 200)
    return checked([{ ...base, ...wordsOf(answer?.status ?? null, environment, url) }]);
  const database = await doctor.askDatabase();
  if (database.kind !== "ready") return checked([], [`The portal took it. ${id} could not be looked for.`]);
  if (await isFound(database.db, environment, id)) return checked([], [`It is in the inbox as ${id}.`]);
  return checked([
    {
      ...base,
      code: "probe_in_other_database",
      what: `The portal at ${url} took an event, and it is not in the database of DATABASE_URL.`,
      fix: "Give the portal and this command the same DATABASE_URL, or set AUTH_URL to the portal that uses this database.",
    },
  ]);
}

/** Sends the portal an event of our own, through the front door, and looks for it in the inbox. For a command alone. */
function probeOf(environment: IncreaseEnvironment): Check {
  return {
    id: `${environment}_probe`,
    title: `${sides[environment].Name} round trip`,
    whenWell: "An event that was signed here reached the inbox through the portal’s own address.",
    run: (doctor) => probeSide(doctor, environment),
  };
}

export const probes = [probeOf("live"), probeOf("sandbox")] as const;
