import fc from "fast-check";
import type { TestPortal } from "@/lib/testing/test-portal";

const looks = ["none", "whole", "behind"] as const;

/** What may happen to one group, at Increase, here, or on the way between. `pick` chooses among what there is. */
export type Step =
  /** With a look at Increase's list afterwards, which may be without what the sign-in has just made there; or none. */
  | { kind: "sign_in"; look: (typeof looks)[number] }
  | { kind: "deactivate_at_increase"; pick: number }
  /** An event of one of the group's connections, old or new; said before or not. Those never chosen are lost. */
  | { kind: "deliver"; pick: number; asNewEvent: boolean }
  | { kind: "process" }
  | { kind: "read" }
  /** A 401 that passes, and one that stays for as long as the token is asked about. */
  | { kind: "refuse_once" }
  | { kind: "refuse_twice" }
  /** A read that has begun with the token of now, and asks Increase with it later. */
  | { kind: "hold" }
  | { kind: "use_held" }
  | { kind: "disconnect" }
  | { kind: "reconcile" }
  | { kind: "all_at_once" };

export const reauthorizations = ["new_connection", "same_connection", "new_replaces_old"] as const;

export type Scenario = {
  steps: Step[];
  /** Whether time passes between two sign-ins, so that Increase's connections can be told apart. */
  isSpaced: boolean;
  reauthorization: (typeof reauthorizations)[number];
  oldTokens: "kept" | "voided";
};

const signIn: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant("sign_in" as const),
  look: fc.constantFrom(...looks),
});
const pick = fc.nat(7);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: signIn },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("deactivate_at_increase" as const), pick }) },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("deliver" as const), pick, asNewEvent: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.constant<Step>({ kind: "process" }) },
  ...(
    [
      "read",
      "refuse_once",
      "refuse_twice",
      "hold",
      "use_held",
      "disconnect",
      "reconcile",
      "all_at_once",
    ] as const
  ).map((kind) => ({ weight: 2, arbitrary: fc.constant<Step>({ kind }) })),
);

export const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  steps: fc
    .tuple(signIn, fc.array(step, { minLength: 3, maxLength: 14 }))
    .map(([first, others]) => [first].concat(others)),
  isSpaced: fc.boolean(),
  reauthorization: fc.constantFrom(...reauthorizations),
  oldTokens: fc.constantFrom("kept", "voided"),
});

/** What Increase itself knows: which of its connections the group's newest token is of, and whether that has ended. */
export function truthAtIncrease({ simulator }: TestPortal, groupId: string) {
  const { tokens, connections } = simulator.world.state;
  const token = tokens.findLast((each) => each.groupId === groupId && each.environment === "live");
  const connection = connections.find(({ id }) => id === token?.connectionId);
  if (token === undefined || connection === undefined)
    throw new Error("Increase knows no token of the group");
  return { oauthConnectionId: connection.id, hasEnded: connection.deletedAt !== null };
}

export type Row = {
  state: string;
  oauthConnectionId: string | null;
  tokens: number;
  sessions: number;
};

/**
 * What is wrong with a connection after a reconciliation and a read, or null.
 * @param hasLeft whether the group has disconnected here since its newest sign-in
 */
export function findFault(
  row: Row,
  truth: { oauthConnectionId: string; hasEnded: boolean },
  { hasLeft, isSpaced }: { hasLeft: boolean; isSpaced: boolean },
): string | null {
  const isOver = row.state === "disconnected" || row.state === "deactivated";
  if (isOver && row.tokens + row.sessions > 0) return "tokens or sessions outlive their connection";
  if (row.oauthConnectionId !== null && row.oauthConnectionId !== truth.oauthConnectionId)
    return "the connection has the id of another";
  if (hasLeft) {
    if (!isOver) return "a connection that was ended here stands";
    if (row.state === "deactivated" && !truth.hasEnded) return "Increase has ended nothing";
    const isKnownToHaveEnded = truth.hasEnded && row.oauthConnectionId !== null;
    return isKnownToHaveEnded && row.state !== "deactivated" ? "its end at Increase was missed" : null;
  }
  if (!truth.hasEnded) {
    if (row.state !== "active") return "a connection that stands at Increase is not active here";
    return row.tokens > 0 && row.sessions > 0 ? null : "an active connection lost its token or its sessions";
  }
  if (row.state === "active") return "active with a token of a connection that has ended";
  // Where two sign-ins can't be told apart, the dead token is all that is known.
  return isSpaced && row.state !== "deactivated" ? "its end at Increase was missed" : null;
}
