import type { connectionStates } from "@/db/schema";
import type { IncreaseEnvironment } from "../increase";

export type ConnectionState = (typeof connectionStates)[number];

/** A connection as its life sees it: its state, and the generation of each token that is kept. */
export type Lifecycle = {
  readonly state: ConnectionState;
  readonly live: number | null;
  readonly sandbox: number | null;
};

/** Something that was learned of a connection, from whichever side and in whichever order. */
export type Fact =
  | { kind: "connected"; generation: number }
  | {
      kind: "token_refused";
      environment: IncreaseEnvironment;
      generation: number;
      /** Increase's own word for why. */
      reason?: string | undefined;
    }
  | { kind: "token_accepted"; environment: IncreaseEnvironment; generation: number }
  | { kind: "disconnected" }
  | { kind: "deactivated" };

export function isCurrent(state: ConnectionState): boolean {
  return state === "active" || state === "needs_reconnect";
}

/** A new connection, with its first token. */
export function newLifecycle(): Lifecycle {
  return { state: "active", live: 1, sandbox: null };
}

/**
 * The next connection. The same object comes back where the fact changes nothing: one about an older token,
 * one said before, or any about a connection that has ended (a new sign-in begins a new one).
 */
export function advance(connection: Lifecycle, fact: Fact): Lifecycle {
  if (fact.kind === "deactivated") {
    const isKnown = connection.state === "deactivated";
    return isKnown ? connection : { state: "deactivated", live: null, sandbox: null };
  }
  if (!isCurrent(connection.state)) return connection;
  switch (fact.kind) {
    case "disconnected":
      return { state: "disconnected", live: null, sandbox: null };
    case "connected": {
      const isNewer = fact.generation > (connection.live ?? 0);
      return isNewer ? { ...connection, state: "active", live: fact.generation } : connection;
    }
    case "token_refused":
    case "token_accepted":
      return advanceOnAnswer(connection, fact);
  }
}

function advanceOnAnswer(
  connection: Lifecycle,
  fact: Extract<Fact, { kind: "token_refused" | "token_accepted" }>,
): Lifecycle {
  // A late answer to a token that has been replaced since says nothing of the one in use.
  if (connection[fact.environment] !== fact.generation) return connection;
  if (fact.environment === "sandbox") {
    return fact.kind === "token_refused" ? { ...connection, sandbox: null } : connection;
  }
  const state = fact.kind === "token_refused" ? "needs_reconnect" : "active";
  return connection.state === state ? connection : { ...connection, state };
}
