import { ActionForm } from "@/app/_components/ui/action-form";
import { ConfirmDisclosure } from "@/app/_components/ui/confirm-disclosure";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { DashboardLink } from "@/app/_components/shell/dashboard-link";
import { disconnectAction } from "../actions";

export function DisconnectSection({ groupId }: { groupId: string }) {
  return (
    <Section id="disconnect" title="Disconnect">
      <p className="max-w-[64ch]">
        Destroys the access to your accounts that is held here. You can connect again at any time by signing
        in with Increase.
      </p>
      <ConfirmDisclosure label="Disconnect…" cancelLabel="Keep the connection">
        <p className="font-semibold">Disconnect this group?</p>
        <ul className="ml-5 grid list-disc gap-1">
          <li>
            Every token of this group that is kept here, live and sandbox, is destroyed at once and for good.
          </li>
          <li>All sessions of this group end here, this one included.</li>
          <li>
            The grant at Increase itself stays until you revoke it in <DashboardLink />.
          </li>
        </ul>
        <ActionForm action={disconnectAction}>
          <input type="hidden" name="group_id" value={groupId} />
          <SubmitButton variant="danger" pendingLabel="Disconnecting…">
            Disconnect
          </SubmitButton>
        </ActionForm>
      </ConfirmDisclosure>
    </Section>
  );
}
