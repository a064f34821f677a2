import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { ActionForm } from "@/app/_components/ui/action-form";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Id } from "@/app/_components/ui/id";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { Notice } from "@/app/_components/ui/notice";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { TextLink } from "@/app/_components/ui/text-link";
import { loadStaffPage } from "@/lib/page";
import { decodeSegment, readSearch, toHref, type Search } from "@/lib/search-params";
import type { ReceivedEvent } from "@/lib/webhooks";
import { eventPath, eventsPath } from "../_components/event-search";
import { replayChosenAction } from "../actions";
import { EventAttempts } from "./_components/event-attempts";
import { EventContent } from "./_components/event-content";
import { EventFacts } from "./_components/event-facts";
import { readEvent } from "./_components/read-event";

export const metadata: Metadata = { title: "Event" };

const schema = z.object({ environment: z.enum(["live", "sandbox"]).optional() });

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

export default async function EventPage({ params, searchParams }: Props) {
  const [{ id }, search] = await Promise.all([params, searchParams]);
  const { filter, kept, ignored } = readSearch(schema, search);
  const eventId = decodeSegment(id);
  if (eventId === null) notFound();
  const { event, other, now, mayReplay } = await loadStaffPage(
    (context) => readEvent(context, eventId, filter.environment),
    toHref(`${eventsPath}/${encodeURIComponent(eventId)}`, kept),
  );
  return (
    <StaffShell current="events">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-12">
        <div className="grid gap-4">
          <p>
            <TextLink href={eventsPath}>All events</TextLink>
          </p>
          <PageHeader title={event.category ?? "An event that is not understood"}>
            <Id>{event.eventId}</Id>
          </PageHeader>
        </div>
        <IgnoredNotice ignored={ignored} />
        {other === null ? null : <TwinNotice eventId={eventId} other={other} />}
        <Section id="facts" title="This event">
          <EventFacts event={event} now={now} />
        </Section>
        <Section id="attempts" title="Attempts">
          <EventAttempts attempts={event.attempts} now={now} />
          {mayReplay ? <ReplayForm event={event} /> : null}
        </Section>
        <EventContent payload={event.payload} headers={event.headers} />
      </div>
    </StaffShell>
  );
}

function TwinNotice({ eventId, other }: { eventId: string; other: ReceivedEvent["environment"] }) {
  return (
    <Notice
      title="Two events have this id"
      action={<ButtonLink href={eventPath(other, eventId)}>The {other} one</ButtonLink>}
    >
      <p>This is the {other === "live" ? "sandbox" : "live"} one. The two have nothing else in common.</p>
    </Notice>
  );
}

function ReplayForm({ event: { environment, eventId } }: { event: ReceivedEvent }) {
  return (
    <ActionForm action={replayChosenAction}>
      <input type="hidden" name="event" value={`${environment}/${eventId}`} />
      <SubmitButton variant="secondary" pendingLabel="Replaying…">
        Replay
      </SubmitButton>
    </ActionForm>
  );
}
