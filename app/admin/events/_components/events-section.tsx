import { ActionForm } from "@/app/_components/ui/action-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import type { ListedEvent } from "@/lib/webhooks";
import { replayChosenAction } from "../actions";
import { EventsTable } from "./events-table";

const formId = "replay-selected";

/** The events of one page; those who may replay can choose among them. */
export function EventsSection({
  events,
  now,
  mayReplay,
}: {
  events: ListedEvent[];
  now: Date;
  mayReplay: boolean;
}) {
  if (!mayReplay) return <EventsTable events={events} now={now} />;
  return (
    <>
      <EventsTable events={events} now={now} selectForm={formId} />
      <ActionForm action={replayChosenAction} id={formId}>
        <SubmitButton variant="secondary" pendingLabel="Replaying…">
          Replay selected
        </SubmitButton>
      </ActionForm>
    </>
  );
}
