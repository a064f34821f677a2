import "server-only";
import type { Check } from "./check";
import type { Doctor } from "./doctor";
import { checked, type Finding, type Outcome } from "./finding";

export type CheckReport = Pick<Check, "id" | "title" | "whenWell"> & { outcome: Outcome };

export type Report = {
  checkedAt: Date;
  checks: CheckReport[];
  /** Of all checks, what is broken before what is at risk. */
  findings: Finding[];
};

const timeoutMs = 30_000;
/** Reading every sealed row of a large portal takes minutes. */
const longTimeoutMs = 30 * 60_000;

const failed = (check: Check): Finding => ({
  code: "check_failed",
  severity: "error",
  what: `The check “${check.title}” failed by a fault of its own, or of what it asked.`,
  why: "What it looks at was not looked at.",
  fix: "Run the doctor again. If it stays so, the log has the cause of it (`npm run doctor -- --verbose` writes it).",
});

const timedOut = (check: Check): Finding => ({
  code: "check_timed_out",
  severity: "warning",
  what: `The check “${check.title}” did not come to its end in time.`,
  why: "What it looks at was not looked at; something answers far more slowly than it should.",
  fix: "Run the doctor again. If it stays so, look whether Increase, the issuer or the database is slow.",
});

function within(work: Promise<Outcome>, ms: number, late: () => Outcome): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late()), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function runCheck(check: Check, doctor: Doctor): Promise<CheckReport> {
  const { id, title, whenWell } = check;
  const longestMs = check.id === "sealed_rows" ? longTimeoutMs : timeoutMs;
  try {
    const work = Promise.resolve(doctor).then((asked) => check.run(asked));
    const outcome = await within(work, longestMs, () => checked([timedOut(check)]));
    const said = outcome.kind === "checked" ? outcome.whenWell : undefined;
    return { id, title, whenWell: said ?? whenWell, outcome };
  } catch (error) {
    doctor.log.error({ err: error, check: id }, "a check of the set-up failed");
    return { id, title, whenWell, outcome: checked([failed(check)]) };
  }
}

function findingsOf({ outcome }: CheckReport): Finding[] {
  return outcome.kind === "checked" ? outcome.findings : [];
}

/** Runs the checks side by side. It never rejects. */
export async function runChecks(checks: readonly Check[], doctor: Doctor): Promise<Report> {
  const checkedAt = doctor.now();
  const reports = await Promise.all(checks.map((check) => runCheck(check, doctor)));
  const all = reports.flatMap(findingsOf);
  const findings = (["error", "warning"] as const).flatMap((wanted) =>
    all.filter(({ severity }) => severity === wanted),
  );
  return { checkedAt, checks: reports, findings };
}
