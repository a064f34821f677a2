import "server-only";
import type { Database } from "@/db/client";
import { findOldestReconciliation } from "@/db/queries/doctor";
import { findJob } from "@/db/queries/jobs";
import { findLastCompleteReconciliation } from "@/db/queries/overview";
import { dayMs, minuteMs } from "../../durations";
import { formatMoment, utc } from "../../time-zone";
import { needsDatabase, type Check } from "../check";
import { checked, type Finding } from "../finding";
import { adviceOn } from "../variable-advice";

const watched = [
  {
    name: "process",
    lateAfterMs: 15 * minuteMs,
    why: "Events and alerts that failed once wait until it is called.",
  },
  {
    name: "reconcile",
    lateAfterMs: 60 * minuteMs,
    why: "What Increase did not tell us goes unnoticed meanwhile.",
  },
] as const;

const howToCall =
  "On Vercel, see that the project’s plan allows crons this often, and that both are listed under Settings, Cron Jobs. Elsewhere keep `npm run cron` running, with AUTH_URL and CRON_SECRET.";

const secretMissing: Finding = {
  code: "cron_secret_missing",
  severity: "error",
  what: "CRON_SECRET is not set: both crons answer 401.",
  why: adviceOn.CRON_SECRET.why,
  fix: `Set CRON_SECRET. ${adviceOn.CRON_SECRET.how}`,
};

async function lookAt(db: Database, now: Date, { name, lateAfterMs, why }: (typeof watched)[number]) {
  const job = await findJob(db, name);
  const path = `/api/cron/${name}`;
  const note =
    job === null
      ? `${path} was never called.`
      : `${path} was last called on ${formatMoment(job.startedAt, utc)}.`;
  if (job !== null && now.getTime() - job.startedAt.getTime() <= lateAfterMs) return { findings: [], note };
  const late: Finding = {
    code: job === null ? "cron_never_seen" : "cron_late",
    severity: "warning",
    what: job === null ? note : `${note} It should be within ${lateAfterMs / minuteMs} minutes.`,
    why,
    fix: howToCall,
  };
  return { findings: [late], note };
}

async function findIncomplete(db: Database, now: Date): Promise<Finding[]> {
  const [complete, oldest] = await Promise.all([
    findLastCompleteReconciliation(db),
    findOldestReconciliation(db),
  ]);
  const since = complete?.finishedAt ?? oldest;
  if (since === null || now.getTime() - since.getTime() <= dayMs) return [];
  return [
    {
      code: "reconciliation_incomplete",
      severity: "warning",
      what: "No reconciliation has come to its end in the last day, though it is called.",
      why: "What Increase did not tell us may go unnoticed: part of its lists is never reached.",
      fix: "Look in the log for “a part of a reconciliation failed”, and on the overview for calls to Increase that fail.",
    },
  ];
}

export const crons: Check = {
  id: "crons",
  title: "Crons",
  whenWell: "Both crons are called, and the reconciliation comes to its end.",
  run: needsDatabase(async ({ db }, { env, problems, now }) => {
    const isFaulty = problems.some(({ variable }) => variable === "CRON_SECRET");
    if (env.CRON_SECRET === undefined) return checked(isFaulty ? [] : [secretMissing]);
    const at = now();
    const seen = await Promise.all(watched.map((cron) => lookAt(db, at, cron)));
    const findings = seen.flatMap((each) => each.findings);
    const isCalled = !findings.some(({ what }) => what.includes("/api/cron/reconcile"));
    return checked(
      [...findings, ...(isCalled ? await findIncomplete(db, at) : [])],
      seen.map(({ note }) => note),
    );
  }),
};
