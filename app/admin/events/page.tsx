import type { Metadata } from "next";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { LostPlaceNotice } from "@/app/_components/ui/lost-place-notice";
import { NoRows } from "@/app/_components/ui/no-rows";
import { PageHeader } from "@/app/_components/ui/page-header";
import { Pager } from "@/app/_components/ui/pager";
import { isOffered } from "@/lib/auth/permissions";
import type { Context } from "@/lib/context";
import { AppError } from "@/lib/errors";
import { loadStaffPage } from "@/lib/page";
import { toHref, type Search } from "@/lib/search-params";
import { listEvents } from "@/lib/webhooks";
import { EventFilters } from "./_components/event-filters";
import { eventsPath, readEventSearch, type EventSearch } from "./_components/event-search";
import { EventsSection } from "./_components/events-section";
import { ReplayFailedSection } from "./_components/replay-section";

export const metadata: Metadata = { title: "Events" };

async function readPage(context: Context, { filter, cursor }: EventSearch) {
  const list = await listEvents(context, { filter, cursor }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "invalid_input") return null;
    throw error;
  });
  return { list, now: context.now(), mayReplay: isOffered(context, "event.replay") };
}

export default async function EventsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const asked = readEventSearch(await searchParams);
  const { cursor, kept, ignored } = asked;
  const firstHref = toHref(eventsPath, kept);
  const { list, now, mayReplay } = await loadStaffPage(
    (context) => readPage(context, asked),
    toHref(eventsPath, { ...kept, cursor }),
  );
  return (
    <StaffShell current="events">
      <div className="grid gap-8">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <PageHeader title="Events">
            <p>Everything that Increase has told this portal, and what became of it.</p>
          </PageHeader>
          <ButtonLink href={toHref(`${eventsPath}/export`, kept)}>Download as CSV</ButtonLink>
        </div>
        <IgnoredNotice ignored={ignored} />
        <EventFilters kept={kept} />
        {list === null ? (
          <LostPlaceNotice firstHref={firstHref} />
        ) : list.events.length === 0 ? (
          <NoRows what="events" isFirst={cursor === undefined} isFiltered={Object.keys(kept).length > 0}>
            <p>Increase delivers them here as things happen in the connected groups.</p>
          </NoRows>
        ) : (
          <EventsSection events={list.events} now={now} mayReplay={mayReplay} />
        )}
        <Pager
          label="Pages of events"
          firstHref={cursor === undefined || list === null ? undefined : firstHref}
          nextHref={list?.nextCursor ? toHref(eventsPath, { ...kept, cursor: list.nextCursor }) : undefined}
        />
        {mayReplay ? <ReplayFailedSection now={now} /> : null}
      </div>
    </StaffShell>
  );
}
