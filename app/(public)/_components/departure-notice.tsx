import { Notice } from "@/app/_components/ui/notice";
import { DashboardLink } from "@/app/_components/shell/dashboard-link";

export type Departure = "signed_out" | "disconnected";

/** What leaving has changed, and what it has not. */
export function DepartureNotice({ departure }: { departure: Departure }) {
  if (departure === "signed_out") {
    return (
      <Notice title="You are signed out." icon="check" tone="good">
        <p>
          Your connection to Increase stays in place. To remove it, sign in again and choose Disconnect on the
          Connection page.
        </p>
      </Notice>
    );
  }
  return (
    <Notice title="You are disconnected." icon="check" tone="good">
      <p>
        The tokens kept here are destroyed, and every session of your group has ended. The grant at Increase
        itself still stands until you revoke it in <DashboardLink />.
      </p>
    </Notice>
  );
}
