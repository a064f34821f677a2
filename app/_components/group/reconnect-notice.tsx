import { SignInForm } from "@/app/_components/shell/sign-in-form";
import { Notice } from "@/app/_components/ui/notice";
import { customerHasToSignIn } from "./refused-token-words";

/**
 * In place of `what`, since Increase no longer takes the token. `callbackUrl` is null for the staff, who can't sign in for
 * the customer.
 */
export function ReconnectNotice({
  what,
  message,
  callbackUrl,
}: {
  what: string;
  message: string;
  callbackUrl: string | null;
}) {
  const isOwn = callbackUrl !== null;
  return (
    <Notice
      title={
        isOwn ? `Sign in with Increase again to see ${what}` : "Increase no longer accepts this connection"
      }
      icon="attention"
      tone="alert"
      action={isOwn ? <SignInForm callbackUrl={callbackUrl}>Reconnect with Increase</SignInForm> : null}
    >
      <p>{isOwn ? message : customerHasToSignIn}</p>
    </Notice>
  );
}
