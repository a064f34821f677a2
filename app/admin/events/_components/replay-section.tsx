import { ActionForm } from "@/app/_components/ui/action-form";
import { ConfirmDisclosure } from "@/app/_components/ui/confirm-disclosure";
import { fieldStyle } from "@/app/_components/ui/filter-bar";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { dayMs } from "@/lib/durations";
import { replayFailedAction } from "../actions";

/** Has everything that failed processed anew, such as after an outage. */
export function ReplayFailedSection({ now }: { now: Date }) {
  const yesterday = new Date(now.getTime() - dayMs).toISOString().slice(0, 16);
  return (
    <Section id="replay" title="Replay what failed">
      <p className="max-w-[64ch] text-ink-soft">
        After a fault of ours is mended. Whatever an event does, it can do twice: a replay repeats no harm.
      </p>
      {/* The form is around the disclosure: without JavaScript that is closed again when the answer comes. */}
      <ActionForm action={replayFailedAction}>
        <ConfirmDisclosure label="Replay all failed since…" cancelLabel="Leave them">
          <label className="grid gap-1 justify-self-start">
            <span className="text-small text-ink-faint">Received since (UTC)</span>
            <input
              type="datetime-local"
              name="since"
              required
              defaultValue={yesterday}
              min="1970-01-01T00:00"
              max="9999-12-31T00:00"
              className={`${fieldStyle} px-2`}
            />
          </label>
          <p>
            Every event in the state “failed” that has come since then, of both environments and of all
            groups.
          </p>
          <SubmitButton variant="danger" pendingLabel="Replaying…" className="justify-self-start">
            Replay them all
          </SubmitButton>
        </ConfirmDisclosure>
      </ActionForm>
    </Section>
  );
}
