import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Context } from "../../context";
import type { StaffSignInReason } from "./failure";

/** Whom admitStaff() let in. */
export type Admitted = {
  staffId: string;
  subject: string;
  /** When the person proved who they are, as far as the issuer says. */
  provenAt: Date;
};

/** One run of Auth.js's callback for the staff: what its steps learn, and why it fails, under its own name. */
export type StaffRun = {
  readonly context: Context;
  readonly presentedSessionHash: string | null;
  admitted?: Admitted;
  failure?: StaffSignInReason;
  /** For the log: what lay behind the failure. */
  cause?: unknown;
};

const storage = new AsyncLocalStorage<StaffRun>();

export function runStaffSignIn<T>(run: StaffRun, work: () => Promise<T>): Promise<T> {
  return storage.run(run, work);
}

/** Null outside the callback's route. */
export function findStaffRun(): StaffRun | null {
  return storage.getStore() ?? null;
}

/** @throws Error outside the callback's route: Auth.js was reached by another way, which must fail. */
export function currentStaffRun(): StaffRun {
  const run = findStaffRun();
  if (run === null) throw new Error("There is no sign-in of the staff under way here");
  return run;
}
