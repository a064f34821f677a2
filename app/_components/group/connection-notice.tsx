import { SignInForm } from "@/app/_components/shell/sign-in-form";
import { Notice } from "@/app/_components/ui/notice";
import type { IncreaseEnvironment } from "@/lib/banking";
import type { Connection } from "@/lib/connections";
import { customerHasToSignIn } from "./refused-token-words";

/** What stands above everything while the connection is not active, and the way to have it active again. */
export function ConnectionNotice({
  connection,
  environment,
  returnTo,
}: {
  connection: Connection;
  environment: IncreaseEnvironment;
  /** Null where it is not the customer who looks: the staff can't sign in for them. */
  returnTo: string | null;
}) {
  switch (connection.state) {
    case "active":
      return null;
    case "needs_reconnect":
      // The sandbox is read with a token of its own, which this says nothing of.
      if (environment === "sandbox") return null;
      return (
        <Notice
          title="Increase no longer accepts this connection"
          icon="attention"
          tone="alert"
          action={
            returnTo === null ? null : <SignInForm callbackUrl={returnTo}>Reconnect with Increase</SignInForm>
          }
        >
          <p>
            {returnTo === null
              ? customerHasToSignIn
              : "Your accounts at Increase are untouched. Sign in with Increase again and they are back here."}
          </p>
        </Notice>
      );
    case "disconnected":
    case "deactivated":
      return (
        <Notice
          title="This group is not connected"
          icon={connection.state === "disconnected" ? "parted" : "stopped"}
          tone="alert"
          action={
            returnTo === null ? null : <SignInForm callbackUrl={returnTo}>Connect with Increase</SignInForm>
          }
        >
          <p>
            {connection.state === "disconnected"
              ? "It was disconnected here, and its tokens were destroyed."
              : "Increase deactivated its connection, and its tokens were destroyed here."}
          </p>
        </Notice>
      );
  }
}
