import { ActionForm } from "@/app/_components/ui/action-form";
import { ConfirmDisclosure } from "@/app/_components/ui/confirm-disclosure";
import { fieldStyle } from "@/app/_components/ui/filter-bar";
import { Id } from "@/app/_components/ui/id";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { HeldConnection } from "@/lib/connections";
import { disconnectConnectionAction } from "../actions";

/** Confirmed by typing what is to be disconnected, so that it is no slip. */
export function DisconnectSection({ held: { id, groupId, tokens } }: { held: HeldConnection }) {
  const live = tokens.find(({ environment }) => environment === "live");
  return (
    <Section id="disconnect" title="Disconnect">
      {/* The form is around the disclosure: without JavaScript that is closed again when a refusal comes. */}
      <ActionForm action={disconnectConnectionAction}>
        <input type="hidden" name="connection_id" value={id} />
        <input type="hidden" name="seen" value={live?.generation ?? ""} />
        <ConfirmDisclosure label="Disconnect this group…" cancelLabel="Keep the connection">
          <ul className="ml-5 grid list-disc gap-1">
            <li>Every token of this group that is kept here, live and sandbox, is destroyed for good.</li>
            <li>All sessions of the customer end here.</li>
            <li>
              The grant at Increase stands until the customer revokes it in their own dashboard. Increase
              offers no way to revoke it from here.
            </li>
          </ul>
          <label className="grid w-full gap-1">
            <span>
              To confirm, type the group’s id: <Id>{groupId}</Id>
            </span>
            <input
              name="typed"
              required
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              className={`${fieldStyle} px-3 font-mono`}
            />
          </label>
          <label className="grid w-full gap-1">
            <span>Why, for the audit log (may be left empty)</span>
            <input name="reason" autoComplete="off" maxLength={300} className={`${fieldStyle} px-3`} />
          </label>
          <SubmitButton variant="danger" pendingLabel="Disconnecting…" className="justify-self-start">
            Disconnect
          </SubmitButton>
        </ConfirmDisclosure>
      </ActionForm>
    </Section>
  );
}
