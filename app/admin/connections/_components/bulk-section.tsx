import { ActionForm } from "@/app/_components/ui/action-form";
import { fieldStyle } from "@/app/_components/ui/filter-bar";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { actOnChosenAction } from "../actions";

/** One act on the chosen rows, each with a result of its own. `actId` lets the form act once. */
export function BulkSection({ formId, actId }: { formId: string; actId: string }) {
  return (
    <Section id="bulk" title="Act on the selected connections">
      <ActionForm action={actOnChosenAction} id={formId}>
        <input type="hidden" name="form_id" value={actId} />
        <div className="flex flex-wrap items-end gap-4">
          <label className="grid gap-1">
            <span className="text-small text-ink-faint">What to do</span>
            <select name="act" className={`${fieldStyle} px-2`} defaultValue="test">
              <option value="test">Test now</option>
              <option value="mint_sandbox_token">Mint or replace the sandbox token</option>
              <option value="destroy_sandbox_token">Destroy the sandbox token</option>
              <option value="disconnect">Disconnect</option>
            </select>
          </label>
          <label className="grid gap-1">
            <span className="text-small text-ink-faint">To disconnect: how many are selected</span>
            <input
              name="typed"
              inputMode="numeric"
              autoComplete="off"
              maxLength={3}
              className={`${fieldStyle} px-3`}
            />
          </label>
          <SubmitButton variant="secondary" pendingLabel="Working on each…">
            Go
          </SubmitButton>
        </div>
        <p className="max-w-[64ch] text-small text-ink-faint">
          Disconnecting destroys every token kept here of the group, and ends its sessions. The grant at
          Increase stands until the customer revokes it there.
        </p>
      </ActionForm>
    </Section>
  );
}
