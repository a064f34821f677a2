import { v4 as uuidv4 } from "uuid";
import { ActionForm } from "@/app/_components/ui/action-form";
import { fieldStyle } from "@/app/_components/ui/filter-bar";
import { Notice } from "@/app/_components/ui/notice";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { beginGroupViewAction } from "../actions";

/** Nothing of the customer's is shown before the reason stands in the audit log. */
export function ReasonForm({ groupId }: { groupId: string }) {
  return (
    <>
      <Notice title="You are about to see a customer’s accounts and balances" icon="read">
        <p>
          Say why first. The reason, your name and the time stand in the audit log, which nobody can change.
          It is good for 30 minutes and for this group alone.
        </p>
      </Notice>
      <ActionForm action={beginGroupViewAction}>
        <input type="hidden" name="id" value={uuidv4()} />
        <input type="hidden" name="group_id" value={groupId} />
        <label className="grid w-full max-w-[40rem] gap-1">
          <span>Why</span>
          <input
            name="reason"
            required
            minLength={5}
            maxLength={300}
            autoComplete="off"
            className={`${fieldStyle} px-3`}
          />
        </label>
        <SubmitButton pendingLabel="Noting it…">Show what the customer sees</SubmitButton>
      </ActionForm>
    </>
  );
}
