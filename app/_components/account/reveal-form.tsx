import { revealAccountNumberAction } from "@/app/(customer)/groups/[group_id]/accounts/[account_id]/actions";
import { ActionForm } from "@/app/_components/ui/action-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { AccountPlace } from "./account-place";

/** The number comes with the action's answer, and with nothing else. */
export function RevealForm({
  accountNumberId,
  name,
  lastFour,
  place: { groupId, search },
}: {
  accountNumberId: string;
  name: string;
  lastFour: string;
  place: AccountPlace;
}) {
  return (
    <div className="text-left tabular:-mt-2 tabular:ml-auto tabular:w-fit">
      <ActionForm action={revealAccountNumberAction}>
        <input type="hidden" name="group_id" value={groupId} />
        <input type="hidden" name="environment" value={search.environment} />
        <input type="hidden" name="account_number_id" value={accountNumberId} />
        <SubmitButton variant="secondary" pendingLabel="Asking…">
          Show number
          <span className="sr-only">
            {" "}
            {name}, ends in {lastFour}
          </span>
        </SubmitButton>
      </ActionForm>
    </div>
  );
}
