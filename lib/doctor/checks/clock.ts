import "server-only";
import { databaseFirst, type Check } from "../check";
import { checked, notChecked, type Finding } from "../finding";
import { keyFirst } from "../sides";

/** A second is Increase's own step, and a call takes up to five. */
const tolerableMs = 30_000;
/** A delivery of another time than this is refused. https://www.standardwebhooks.com */
const deliveryToleranceMs = 300_000;

const inSeconds = (ms: number) =>
  `${Math.round(Math.abs(ms) / 1000)} seconds ${ms > 0 ? "ahead of" : "behind"}`;

const offIncrease = (aheadMs: number): Finding => ({
  code: "clock_skew",
  severity: Math.abs(aheadMs) >= deliveryToleranceMs * 0.8 ? "error" : "warning",
  what: `This host’s clock is ${inSeconds(aheadMs)} Increase’s.`,
  why: "At 300 seconds every delivery of Increase’s is refused for its age, and codes and sessions end at the wrong time.",
  fix: "Set this host’s clock by NTP (`timedatectl set-ntp true`, or your provider’s time service).",
});

const offDatabase = (aheadMs: number): Finding => ({
  code: "database_clock_skew",
  severity: "warning",
  what: `This host’s clock is ${inSeconds(aheadMs)} the database’s.`,
  why: "Several instances of the portal would disagree on what is due, claimed or expired.",
  fix: "Set the clocks of this host and of the database’s by NTP.",
});

function isOff(ms: number | undefined): ms is number {
  return ms !== undefined && Math.abs(ms) > tolerableMs;
}

const agree = (whose: string) => `${whose} agree on what time it is.`;

export const clock: Check = {
  id: "clock",
  title: "Clock",
  whenWell: agree("This host, Increase and the database"),
  async run(doctor) {
    const [live, sandbox, database] = await Promise.all([
      doctor.askKey("live"),
      doctor.askKey("sandbox"),
      doctor.askDatabase(),
    ]);
    const told = [live, sandbox].flatMap((answer) =>
      answer.kind === "good" && answer.clockAheadMs !== null ? [answer.clockAheadMs] : [],
    );
    const [atIncrease] = told;
    const atDatabase = database.kind === "ready" ? database.clockAheadMs : undefined;
    if (atIncrease === undefined && atDatabase === undefined) {
      return notChecked("Neither Increase nor the database tells the time.");
    }
    const findings = [
      ...(isOff(atIncrease) ? [offIncrease(atIncrease)] : []),
      ...(isOff(atDatabase) ? [offDatabase(atDatabase)] : []),
    ];
    if (atIncrease === undefined) {
      const isAccepted = live.kind === "good" || sandbox.kind === "good";
      const note = isAccepted ? "Increase did not tell the time." : `Increase was not asked. ${keyFirst}`;
      return { ...checked(findings, [note]), whenWell: agree("This host and the database") };
    }
    if (atDatabase === undefined) {
      const note = `The database was not asked. ${databaseFirst}`;
      return { ...checked(findings, [note]), whenWell: agree("This host and Increase") };
    }
    return checked(findings);
  },
};
