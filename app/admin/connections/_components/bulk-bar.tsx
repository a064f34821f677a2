import { ActionForm } from "@/app/_components/ui/action-form";
import { fieldStyle } from "@/app/_components/ui/filter-bar";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { actOnChosenAction } from "../actions";

/**
 * One act on the chosen rows, each with a result of its own; at hand wherever in the list they are chosen. `actId` lets
 * the form act once.
 */
export function BulkBar({ formId, actId }: { formId: string; actId: string }) {
  return (
    <section
      aria-label="Act on the selected connections"
      data-sticky-bar=""
      className="z-10 border-t border-ink bg-paper py-3 sm:sticky sm:bottom-0 sm:max-h-[60dvh] sm:overflow-y-auto"
    >
      <ActionForm action={actOnChosenAction} id={formId}>
        <input type="hidden" name="form_id" value={actId} />
        <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
          <label className="grid gap-1">
            <span className="text-small text-ink-faint">With the selected connections</span>
            <select name="act" className={`${fieldStyle} px-2`} defaultValue="test">
              <option value="test">Test now</option>
              <option value="mint_sandbox_token">Mint or replace the sandbox token</option>
              <option value="destroy_sandbox_token">Destroy the sandbox token</option>
              <option value="disconnect">Disconnect</option>
            </select>
          </label>
          <label className="grid gap-1">
            <span className="text-small text-ink-faint">To disconnect: how many</span>
            <input
              name="typed"
              inputMode="numeric"
              autoComplete="off"
              maxLength={3}
              className={`${fieldStyle} px-3 sm:w-40`}
            />
          </label>
          <SubmitButton variant="secondary" pendingLabel="Working on each…">
            Go
          </SubmitButton>
          <p className="max-w-[52ch] text-small text-ink-faint max-sm:hidden">
            Disconnecting destroys every token kept here of the group and ends its sessions. The grant at
            Increase stands until the customer revokes it there.
          </p>
        </div>
      </ActionForm>
    </section>
  );
}
