import "server-only";
import { countGivenUpAlerts } from "@/db/queries/doctor";
import { dayMs } from "../../durations";
import type { Check } from "../check";
import type { Doctor } from "../doctor";
import { checked, type Finding } from "../finding";
import { adviceOn } from "../variable-advice";

const weekMs = 7 * dayMs;

const unset: Finding = {
  code: "alerts_unset",
  severity: "warning",
  what: "ALERT_WEBHOOK_URL is not set.",
  why: adviceOn.ALERT_WEBHOOK_URL.why,
  fix: `Set ALERT_WEBHOOK_URL and ALERT_WEBHOOK_SECRET. ${adviceOn.ALERT_WEBHOOK_URL.how}`,
};

const givenUp = (count: number): Finding => ({
  code: "alerts_given_up",
  severity: "warning",
  what: `${count} ${count === 1 ? "alert" : "alerts"} of the last 7 days found no taker at ALERT_WEBHOOK_URL, however often tried.`,
  why: "The platform was not told of customers who left.",
  fix: "See that the receiver at ALERT_WEBHOOK_URL answers 2xx within 5 seconds, and verifies with ALERT_WEBHOOK_SECRET.",
});

async function run({ env, problems, askDatabase, now }: Doctor) {
  const isFaulty = problems.some(({ variable }) => variable.startsWith("ALERT_WEBHOOK_"));
  if (env.ALERT_WEBHOOK_URL === undefined) return checked(isFaulty ? [] : [unset]);
  const answer = await askDatabase();
  if (answer.kind !== "ready") return checked([]);
  const count = await countGivenUpAlerts(answer.db, new Date(now().getTime() - weekMs));
  return checked(count === 0 ? [] : [givenUp(count)]);
}

export const alerts: Check = {
  id: "alerts",
  title: "Alerts",
  whenWell: "ALERT_WEBHOOK_URL is set, and no alert of the last 7 days was given up.",
  run,
};
