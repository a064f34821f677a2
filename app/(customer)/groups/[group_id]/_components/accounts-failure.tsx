import { SignInForm } from "@/app/(public)/_components/sign-in-form";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { ErrorState } from "@/app/_components/ui/error-state";
import { Notice } from "@/app/_components/ui/notice";
import type { AccountsFailure } from "./accounts-outcome";

type Place = {
  home: string;
  pageHref: string;
  requestId: string;
  /** Whether the page's head already says how to have the connection back. */
  isExplainedAbove: boolean;
  /** Whether it is the customer, who alone can sign in again. */
  isOwn: boolean;
};

/** In place of the table: what happened, and the way on. The rest of the page stands. */
export function AccountsFailureState({ failure, place }: { failure: AccountsFailure; place: Place }) {
  const { code, message } = failure;
  const { home, pageHref, requestId, isExplainedAbove, isOwn } = place;
  if (isExplainedAbove && (code === "needs_reconnect" || code === "not_connected")) return <NothingForNow />;
  switch (code) {
    case "invalid_input":
      return (
        <Notice
          title="This page of the list is no longer there"
          action={<ButtonLink href={home}>To the first page</ButtonLink>}
        >
          <p>{message}</p>
        </Notice>
      );
    case "needs_reconnect":
      return (
        <Notice
          title="Sign in with Increase again to see the accounts"
          icon="attention"
          tone="alert"
          action={isOwn ? <SignInForm callbackUrl={home}>Reconnect with Increase</SignInForm> : null}
        >
          <p>{message}</p>
        </Notice>
      );
    case "not_connected":
      return (
        <Notice
          title="This group is not connected"
          icon="parted"
          action={isOwn ? <SignInForm callbackUrl={home}>Connect with Increase</SignInForm> : null}
        >
          <p>
            No token for it is kept here, so its accounts can’t be read. Connecting it again takes one
            sign-in.
          </p>
        </Notice>
      );
    default:
      return (
        <ErrorState title="The accounts could not be read" retryHref={pageHref} requestId={requestId}>
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
