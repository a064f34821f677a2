import "server-only";
import { countUndelivered, hasConnected, readDeliveryHours, type DeliveryHours } from "@/db/queries/doctor";
import { listStaleDeliveries } from "@/db/queries/overview";
import type { Database } from "@/db/client";
import { dayMs, hourMs } from "../../durations";
import type { IncreaseEnvironment } from "../../increase";
import { codeOf } from "../ask-database";
import { formatMoment, utc } from "../../time-zone";
import { needsDatabase, type Check } from "../check";
import { checked, type Finding } from "../finding";
import { sides } from "../sides";

const lookBackMs = 30 * dayMs;
const timeoutMs = 4_000;
/** Fewer days have no weekend in them, fewer hours no habit: of those nothing is usual yet. */
const leastHistoryMs = 8 * dayMs;
const leastActiveHours = 12;
/** Silence is longer than usual from twice the longest of the last 30 days on, and never sooner than this. */
const leastSilenceMs = 6 * hourMs;

const probe = "`npm run doctor -- --probe`";
const where = "/admin/setup shows the event subscription, and /admin/events what came last";

type Usual = { longestMs: number; tolerableMs: number };

/** The longest silence so far, and how long one may be by it; null while there is too little of a past. */
function findUsual({ hours }: DeliveryHours): Usual | null {
  const [first] = hours;
  const last = hours.at(-1);
  if (first === undefined || last === undefined) return null;
  if (hours.length < leastActiveHours || last.getTime() - first.getTime() < leastHistoryMs) return null;
  const gaps = hours.slice(1).map((hour, index) => hour.getTime() - (hours[index]?.getTime() ?? 0));
  const longestMs = Math.max(...gaps);
  return { longestMs, tolerableMs: Math.max(2 * longestMs, leastSilenceMs) };
}

function inHours(ms: number): string {
  const hours = Math.max(1, Math.round(ms / hourMs));
  return hours === 1 ? "1 hour" : `${hours} hours`;
}

function silent(environment: IncreaseEnvironment, silentMs: number, { longestMs }: Usual): Finding {
  return {
    code: "deliveries_silent",
    severity: "warning",
    what: `${sides[environment].Name}: no event was delivered for ${inHours(silentMs)}. The longest silence of the 30 days before was ${inHours(longestMs)}.`,
    why: "Perhaps Increase no longer delivers: a customer who leaves would be noticed late.",
    fix: `Run ${probe} to see that the portal’s own address takes events, and look at the event subscription in Increase’s Dashboard. ${where}.`,
  };
}

const never = (environment: IncreaseEnvironment): Finding => ({
  code: "deliveries_never",
  severity: "error",
  what: `${sides[environment].Name}: a customer has connected, of which Increase has an event, and none was ever delivered.`,
  why: "Deliveries do not arrive, or all are refused: the secret may be another than the subscription’s.",
  fix: `Run ${probe}. If it succeeds, the secret is wrong: set ${sides[environment].secret} to the subscription’s; it is never told again, so make a new subscription if it is lost.`,
});

const undelivered = (environment: IncreaseEnvironment, count: number): Finding => ({
  code: "deliveries_missed",
  severity: "warning",
  what: `${sides[environment].Name}: ${count} ${count === 1 ? "event" : "events"} of the last day came from Increase’s list alone, and by no delivery.`,
  why: "The reconciliation makes up for it, later than a delivery would: deliveries are lost or refused.",
  fix: `Run ${probe}, and see that ${sides[environment].secret} is the secret of the event subscription. ${where}.`,
});

const stale = (environment: IncreaseEnvironment, skewSeconds: number): Finding => ({
  code: "deliveries_stale",
  severity: "warning",
  what: `${sides[environment].Name}: in the last day an authentic delivery was refused, ${Math.abs(skewSeconds)} seconds ${skewSeconds > 0 ? "too old" : "ahead of us"}.`,
  why: "A clock is wrong, or somebody sends a caught delivery again.",
  fix: "Set this host’s clock by NTP. If it is right, look in the log for where those deliveries come from.",
});

async function readHours(db: Database, environment: IncreaseEnvironment, now: Date) {
  try {
    const since = new Date(now.getTime() - lookBackMs);
    return await readDeliveryHours(db, environment, { since, now, timeoutMs });
  } catch (error) {
    if (codeOf(error) === "57014") return null;
    throw error;
  }
}

async function findSilence(
  db: Database,
  environment: IncreaseEnvironment,
  now: Date,
): Promise<{ findings: Finding[]; notes: string[] }> {
  const found = await readHours(db, environment, now);
  if (found === null)
    return { findings: [], notes: ["There are too many events to tell how often they come."] };
  const { lastAt } = found;
  if (lastAt === null) {
    const from = new Date(now.getTime() - lookBackMs);
    const isDue =
      environment === "live" && (await hasConnected(db, { from, to: new Date(now.getTime() - hourMs) }));
    return {
      findings: isDue ? [never(environment)] : [],
      notes: ["None was delivered in the last 30 days."],
    };
  }
  const silentMs = now.getTime() - lastAt.getTime();
  const usual = findUsual(found);
  const isSilent = usual !== null && silentMs > usual.tolerableMs;
  const notes = [
    `The last one came on ${formatMoment(lastAt, utc)}.`,
    ...(usual === null ? ["There is too little of a past to say what is usual."] : []),
  ];
  return { findings: isSilent ? [silent(environment, silentMs, usual)] : [], notes };
}

export function deliveries(environment: IncreaseEnvironment): Check {
  return {
    id: `${environment}_deliveries`,
    title: `${sides[environment].Name} deliveries`,
    whenWell:
      "Events come as often as they used to, and none was refused for its age or came by the list alone.",
    run: needsDatabase(async ({ db }, { now }) => {
      const at = now();
      const [silence, missed, refused] = await Promise.all([
        findSilence(db, environment, at),
        // One that the list had first may be delivered within the hour.
        countUndelivered(db, environment, {
          from: new Date(at.getTime() - dayMs),
          to: new Date(at.getTime() - hourMs),
        }),
        listStaleDeliveries(db, new Date(at.getTime() - dayMs)),
      ]);
      const old = refused.filter((each) => each.environment === environment);
      const isNever = silence.findings.some(({ code }) => code === "deliveries_never");
      return checked(
        [
          ...silence.findings,
          ...(missed === 0 || isNever ? [] : [undelivered(environment, missed)]),
          ...old.map(({ lastSkewSeconds }) => stale(environment, lastSkewSeconds)),
        ],
        silence.notes,
      );
    }),
  };
}
