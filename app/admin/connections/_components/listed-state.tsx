import type { ReactNode } from "react";
import { Badge, ConnectionBadge } from "@/app/_components/ui/state-badge";
import type { ConnectionState, ListedConnection } from "@/lib/connections";
import { describeReason } from "./state-reason";

const ours = new Set<string | null>(["active", "needs_reconnect", "disconnected", "deactivated"]);

function isOurs(state: string | null): state is ConnectionState {
  return ours.has(state);
}

/** The state with its reason. One that only one side has says so. */
export function ListedState({ connection }: { connection: ListedConnection }) {
  const { side, state, stateReason, missingSince, oauthConnectionId } = connection;
  if (side === "increase") {
    return (
      <Reasoned words={`Increase says ${state ?? "nothing"}; it never connected here, or has connected anew`}>
        <Badge icon="outward" label="Only at Increase" tone={state === "active" ? "alert" : "plain"} />
      </Reasoned>
    );
  }
  if (!isOurs(state)) return null;
  const isCurrent = state === "active" || state === "needs_reconnect";
  const remark =
    isCurrent && missingSince !== null
      ? "Missing in Increase’s own list"
      : isCurrent && oauthConnectionId === null
        ? "Increase’s id of it is not known yet"
        : describeReason(stateReason);
  return (
    <Reasoned words={remark}>
      {isCurrent && missingSince !== null ? (
        <Badge icon="attention" label="Only here" tone="alert" />
      ) : (
        <ConnectionBadge state={state} />
      )}
    </Reasoned>
  );
}

function Reasoned({ words, children }: { words: string | null; children: ReactNode }) {
  return (
    <span className="block max-w-[15rem] stacked:text-right">
      {children}
      {words ? <span className="block text-small text-ink-faint">{words}</span> : null}
    </span>
  );
}
