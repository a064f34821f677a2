import { DashboardLink } from "@/app/_components/shell/dashboard-link";
import { SignInForm } from "@/app/_components/shell/sign-in-form";
import { Notice } from "@/app/_components/ui/notice";
import { Time } from "@/app/_components/ui/time";
import type { Departure } from "@/lib/auth/find-departure";

/** What leaving has changed, what it has not, and the way back. */
export function DepartureNotice({
  departure: { reason, endedAt },
  now,
  callbackUrl,
}: {
  departure: Departure;
  now: Date;
  callbackUrl: string;
}) {
  const when = <Time at={endedAt} now={now} />;
  if (reason === "deactivated") {
    return (
      <Notice
        title="Your group’s access was taken back at Increase."
        icon="stopped"
        tone="alert"
        action={<SignInForm callbackUrl={callbackUrl}>Connect again with Increase</SignInForm>}
      >
        <p>
          We learned of it {when}, destroyed the tokens kept here and ended every session of your group. Your
          accounts at Increase are untouched. If this was not meant, connect again.
        </p>
      </Notice>
    );
  }
  return (
    <Notice title="Your group is disconnected." icon="parted" tone="good">
      <p>
        It was disconnected here {when}: the tokens kept here are destroyed, and every session of your group
        has ended. That revoked nothing at Increase: the grant stands there until you revoke it in{" "}
        <DashboardLink />.
      </p>
    </Notice>
  );
}

export function SignedOutNotice() {
  return (
    <Notice title="You are signed out." icon="check" tone="good">
      <p>
        Your connection to Increase stays in place. To remove it, sign in again and choose Disconnect on the
        Connection page.
      </p>
    </Notice>
  );
}
