import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { Id } from "@/app/_components/ui/id";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import { toHref } from "@/lib/search-params";
import type { ReceivedEvent } from "@/lib/webhooks";
import { AttributedGroup } from "../../_components/attributed-group";
import { EventBadge } from "../../_components/event-badge";

const sources = {
  delivery: "Increase delivered it",
  list: "Found in Increase’s list of events, before or without a delivery",
} as const satisfies Record<ReceivedEvent["source"], string>;

export function EventFacts({ event, now }: { event: ReceivedEvent; now: Date }) {
  const { state, processedAt, dueAt, receivedAt, source, environment, category } = event;
  return (
    <FactList>
      <Fact
        name="State"
        remark={
          state === "pending" ? (
            <>
              Due <Time at={dueAt} now={now} />
            </>
          ) : processedAt === null ? null : (
            <>
              Last processed <Time at={processedAt} now={now} />
            </>
          )
        }
      >
        <EventBadge {...event} />
      </Fact>
      <Fact name="Received" remark={sources[source]}>
        <Time at={receivedAt} now={now} />
      </Fact>
      <Fact name="Environment">{environment === "live" ? "Live" : "Sandbox"}</Fact>
      <Fact name="Category">{category === null ? "Not understood" : <Id>{category}</Id>}</Fact>
      <AboutFact {...event} />
      <GroupFact {...event} />
    </FactList>
  );
}

function AboutFact({
  associatedObjectId: id,
  associatedObjectType: type,
}: Pick<ReceivedEvent, "associatedObjectId" | "associatedObjectType">) {
  return (
    <Fact name="About" remark={type}>
      {id === null ? "Nothing named" : <Id>{id}</Id>}
    </Fact>
  );
}

function GroupFact({
  groupId,
  claimedGroupId,
  attribution,
}: Pick<ReceivedEvent, "groupId" | "claimedGroupId" | "attribution">) {
  return (
    <Fact
      name="Group"
      remark={
        claimedGroupId === null || claimedGroupId === groupId ? null : (
          <>
            Its header Increase-Group-Id, which no signature covers, says <Id>{claimedGroupId}</Id>
          </>
        )
      }
    >
      <AttributedGroup groupId={groupId} attribution={attribution} />
      {groupId === null ? null : (
        <div>
          <TextLink href={toHref("/admin/connections", { q: groupId })}>The group’s connection</TextLink>
        </div>
      )}
    </Fact>
  );
}
