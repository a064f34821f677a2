import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Id } from "@/app/_components/ui/id";
import { IgnoredNotice } from "@/app/_components/ui/ignored-notice";
import { Notice } from "@/app/_components/ui/notice";
import { PageHeader } from "@/app/_components/ui/page-header";
import { isOffered } from "@/lib/auth/permissions";
import { inspectConnection, readConnectLinks, readTimeline, type Inspection } from "@/lib/connections";
import type { Context } from "@/lib/context";
import { loadStaffPage } from "@/lib/page";
import { decodeSegment, readSearch, searchMoment, toHref, type Search } from "@/lib/search-params";
import { LinksSection } from "../../connect-links/_components/links-section";
import { connectionsPath } from "../_components/connection-search";
import { DisconnectSection } from "./_components/disconnect-section";
import { FactsSection } from "./_components/facts-section";
import { SidesSection } from "./_components/sides-section";
import { TimelineSection } from "./_components/timeline-section";
import { TokensSection } from "./_components/tokens-section";

export const metadata: Metadata = { title: "Connection" };

const searchSchema = z.object({ before: searchMoment.optional() });

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Search> };

function groupOf({ held, heard, atIncrease }: Inspection): string | null {
  return held?.groupId ?? (atIncrease?.ok ? atIncrease.value.groupId : (heard?.groupId ?? null));
}

async function readPage(context: Context, { id, before }: { id: string; before: Date | null }) {
  const inspection = await inspectConnection(context, { id });
  const readAt = context.now();
  const { held, heard } = inspection;
  const groupId = groupOf(inspection);
  const oauthConnectionId = held?.oauthConnectionId ?? heard?.id ?? null;
  const [timeline, links] = await Promise.all([
    readTimeline(context, { groupId, oauthConnectionId, before }),
    groupId === null ? [] : readConnectLinks(context, { groupId }),
  ]);
  const mayAct = isOffered(context, "connection.test");
  const mayView = isOffered(context, "group.view");
  return { inspection, timeline, links, groupId, mayAct, mayView, readAt, now: context.now() };
}

export default async function ConnectionPage({ params, searchParams }: Props) {
  const id = decodeSegment((await params).id);
  if (id === null) notFound();
  const { filter, ignored } = readSearch(searchSchema, await searchParams);
  const before = filter.before ?? null;
  const path = `${connectionsPath}/${encodeURIComponent(id)}`;
  const page = await loadStaffPage(
    (context) => readPage(context, { id, before }),
    toHref(path, { before: before?.toISOString() }),
  );
  const { inspection, timeline, links, groupId, mayAct, mayView, readAt, now } = page;
  const { held, group } = inspection;
  return (
    <StaffShell current="connections">
      <div className="grid gap-12">
        <Head groupId={groupId} id={id} viewed={mayView ? (held?.groupId ?? null) : null} />
        <IgnoredNotice ignored={ignored} />
        {held === null ? (
          <OnlyAtIncrease groupId={groupId} />
        ) : (
          <FactsSection held={held} group={group} now={now} />
        )}
        <SidesSection inspection={inspection} now={now} readAt={readAt} />
        {held === null ? null : <TokensSection held={held} mayAct={mayAct} now={now} />}
        {groupId === null ? null : (
          <LinksSection
            links={links}
            groupId={groupId}
            mayAct={mayAct}
            now={now}
            title="Connect links of this group"
          />
        )}
        {held !== null && held.isCurrent && mayAct ? <DisconnectSection held={held} /> : null}
        <TimelineSection timeline={timeline} path={path} isFirst={before === null} now={now} />
      </div>
    </StaffShell>
  );
}

/** `viewed` is the group whose pages the person may look at. */
function Head({ groupId, id, viewed }: { groupId: string | null; id: string; viewed: string | null }) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-4">
      <PageHeader title="Connection">
        <p>
          <Id>{groupId ?? id}</Id>
        </p>
      </PageHeader>
      <div className="flex flex-wrap gap-3">
        {viewed !== null ? (
          <ButtonLink href={`/admin/groups/${encodeURIComponent(viewed)}`}>
            See what the customer sees
          </ButtonLink>
        ) : null}
        <ButtonLink href={connectionsPath}>All connections</ButtonLink>
      </div>
    </div>
  );
}

function OnlyAtIncrease({ groupId }: { groupId: string | null }) {
  return (
    <Notice
      title="Only Increase has this connection"
      icon="outward"
      action={
        groupId === null ? null : (
          <ButtonLink href={toHref(connectionsPath, { q: groupId })}>This group’s connections</ButtonLink>
        )
      }
    >
      <p>No token of it is kept here: its group never signed in here with it, or has signed in anew since.</p>
    </Notice>
  );
}
