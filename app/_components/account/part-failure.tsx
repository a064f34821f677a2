import { customerHasToSignIn } from "@/app/_components/group/refused-token-words";
import type { Failure } from "@/app/_components/streaming/outcome";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { ErrorState } from "@/app/_components/ui/error-state";
import { Notice } from "@/app/_components/ui/notice";
import { accountHref, type AccountPlace } from "./account-place";
import { QuietLine } from "./quiet-line";

const nothingOfTheKind =
  "Increase says that there is nothing of the kind. Nothing was changed; please try again.";

/** In place of one part: what happened, and the way on. The rest of the page stands. */
export function PartFailureState({
  what,
  failure: { code, message },
  place,
}: {
  /** In the plural and with its article, such as `The cards`. */
  what: string;
  failure: Failure;
  place: AccountPlace;
}) {
  const retryHref = accountHref(place);
  const failed = { code, retryHref, requestId: place.requestId };
  switch (code) {
    case "needs_reconnect":
    case "not_connected":
    case "no_sandbox_token":
      // The notice at the head of the page says how to have it back; one that came too late for it comes with the next.
      return place.isConnectionActive ? (
        <Notice
          title={`${what} can’t be read with this connection any more`}
          icon="attention"
          tone="alert"
          action={<ButtonLink href={retryHref}>Load this page again</ButtonLink>}
        >
          <p>{place.isOwn || code !== "needs_reconnect" ? message : customerHasToSignIn}</p>
        </Notice>
      ) : (
        <QuietLine>Nothing to show for now. It is here again once the connection is active.</QuietLine>
      );
    case "increase_refused":
    case "sandbox_refused":
      return (
        <ErrorState title={`${what} are not shown to us`} {...failed}>
          <p>{message}</p>
        </ErrorState>
      );
    default:
      return (
        <ErrorState title={`${what} could not be read`} {...failed}>
          <p>{code === "not_found" ? nothingOfTheKind : message}</p>
        </ErrorState>
      );
  }
}
