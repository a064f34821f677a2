import "server-only";
import { instruments, noteOnSpan } from "../telemetry";

/** Counts what became of a sign-in that came back: a few known words, and never whose it was. */
export function noteSignIn(who: "customer" | "staff", outcome: { kind: string; reason?: string }): void {
  const { kind, reason } = outcome;
  noteOnSpan({ "portal.sign_in": kind, "portal.sign_in_reason": reason });
  instruments().signIns.add(1, { who, outcome: kind, ...(reason === undefined ? {} : { reason }) });
}
