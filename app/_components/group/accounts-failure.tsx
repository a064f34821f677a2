import type { ReactNode } from "react";
import { SignInForm } from "@/app/_components/shell/sign-in-form";
import type { Failure } from "@/app/_components/streaming/outcome";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { ErrorState } from "@/app/_components/ui/error-state";
import { Notice } from "@/app/_components/ui/notice";
import { ReconnectNotice } from "./reconnect-notice";
import { SandboxOffer } from "./sandbox-offer";

export type FailurePlace = {
  /** The page on this side, and this very address of it. */
  firstHref: string;
  pageHref: string;
  requestId: string;
  /** Whether the page's head already says how to have the connection back. */
  isExplainedAbove: boolean;
  /** Whether it is the customer, who alone can sign in again. */
  isOwn: boolean;
  /** How whoever looks comes to a sandbox token. */
  mint: ReactNode;
};

/** In place of the table: what happened, and the way on. The rest of the page stands. */
export function AccountsFailureState({ failure, place }: { failure: Failure; place: FailurePlace }) {
  const { code, message } = failure;
  const { firstHref, pageHref, requestId, isExplainedAbove, isOwn, mint } = place;
  const failed = { code, retryHref: pageHref, requestId };
  if (isExplainedAbove && (code === "needs_reconnect" || code === "not_connected")) return <NothingForNow />;
  switch (code) {
    case "no_sandbox_token":
    case "sandbox_refused":
      return (
        <SandboxOffer code={code} message={message}>
          {mint}
        </SandboxOffer>
      );
    case "invalid_input":
      return (
        <Notice
          title="This page of the list is no longer there"
          action={<ButtonLink href={firstHref}>To the first page</ButtonLink>}
        >
          <p>{message}</p>
        </Notice>
      );
    case "needs_reconnect":
      return <ReconnectNotice what="the accounts" message={message} callbackUrl={isOwn ? firstHref : null} />;
    case "not_connected":
      return (
        <Notice
          title="This group is not connected"
          icon="parted"
          action={isOwn ? <SignInForm callbackUrl={firstHref}>Connect with Increase</SignInForm> : null}
        >
          <p>{message}</p>
        </Notice>
      );
    default:
      return (
        <ErrorState title="The accounts could not be read" {...failed}>
          <p>{message}</p>
        </ErrorState>
      );
  }
}

function NothingForNow() {
  return (
    <EmptyState title="No accounts to show for now">
      <p>They are listed here again once the connection is active.</p>
    </EmptyState>
  );
}
