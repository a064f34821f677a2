import type { ReactNode } from "react";
import { ReconnectNotice } from "@/app/_components/group/reconnect-notice";
import { SandboxOffer } from "@/app/_components/group/sandbox-offer";
import { onSide } from "@/app/_components/shell/group-path";
import type { Failure } from "@/app/_components/streaming/outcome";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { ErrorState } from "@/app/_components/ui/error-state";
import { accountHref, type AccountPlace } from "./account-place";

/** In place of everything below the head: what happened, and the way on. Never as if there were no money. */
export function AccountFailure({
  failure,
  place,
  mint,
}: {
  failure: Failure;
  place: AccountPlace;
  mint: ReactNode;
}) {
  const { code, message } = failure;
  const retryHref = accountHref(place);
  const failed = { code, retryHref, requestId: place.requestId };
  switch (code) {
    case "needs_reconnect":
    case "not_connected":
      // Where the connection's state is not the reason, or not any more, what Increase said is all there is to go by.
      return place.isConnectionActive ? (
        <ReconnectNotice what="this account" message={message} callbackUrl={place.isOwn ? retryHref : null} />
      ) : (
        <EmptyState title="Nothing to show for now">
          <p>This account is here again once the connection is active.</p>
        </EmptyState>
      );
    case "no_sandbox_token":
      return <SandboxOffer code={code}>{place.isOwn ? <ToSandbox home={place.home} /> : mint}</SandboxOffer>;
    case "sandbox_refused":
      return (
        <SandboxOffer code={code} message={message}>
          {mint}
        </SandboxOffer>
      );
    case "increase_refused":
      return (
        <ErrorState title="This account is not shown to us" {...failed}>
          <p>{message}</p>
        </ErrorState>
      );
    default:
      return (
        <ErrorState title="The account could not be read" {...failed}>
          <p>{message}</p>
        </ErrorState>
      );
  }
}

/** Whether the sandbox has this account is not known yet: its own accounts are listed on the group's page. */
function ToSandbox({ home }: { home: string }) {
  return <ButtonLink href={onSide(home, "sandbox")}>Open the group’s sandbox</ButtonLink>;
}
