import { v4 as uuidv4 } from "uuid";
import { ActionForm } from "@/app/_components/ui/action-form";
import { Cell, DataTable, Row, RowHeader } from "@/app/_components/ui/data-table";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { fieldStyle } from "@/app/_components/ui/filter-bar";
import { Id } from "@/app/_components/ui/id";
import { Section } from "@/app/_components/ui/section";
import { Badge, type Look } from "@/app/_components/ui/state-badge";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { Time } from "@/app/_components/ui/time";
import { connectLinkDays, type ConnectLink, type ConnectLinkState } from "@/lib/connections";
import { createConnectLinkAction, revokeConnectLinkAction } from "../actions";

const looks: Record<ConnectLinkState, Look> = {
  open: { icon: "open", label: "Open", tone: "good" },
  used: { icon: "check", label: "Used", tone: "plain" },
  revoked: { icon: "stopped", label: "Withdrawn", tone: "plain" },
  expired: { icon: "closed", label: "Ran out", tone: "plain" },
};
const scopeWords = { read_only: "Read only", read_write: "Read and write" } as const;

const columns = [
  { id: "for", label: "For" },
  { id: "state", label: "State" },
  { id: "group", label: "Group" },
  { id: "scope", label: "Scope" },
  { id: "made", label: "Made" },
  { id: "until", label: "Good until" },
  { id: "revoke", label: "Withdraw", isLabelHidden: true },
] as const;

/** Links sent to customers: for one group, or, without `groupId`, of all. */
export function LinksSection({
  links,
  groupId,
  mayAct,
  now,
  title,
}: {
  links: ConnectLink[];
  groupId: string | null;
  mayAct: boolean;
  now: Date;
  title: string;
}) {
  return (
    <Section id="links" title={title}>
      {mayAct ? <NewLinkForm groupId={groupId} /> : null}
      {links.length === 0 ? (
        <EmptyState title="No links yet">
          <p>A link leads a customer to Increase’s consent page, and works once.</p>
        </EmptyState>
      ) : (
        <DataTable caption="Connect links" columns={columns}>
          {links.map((link) => (
            <LinkRow key={link.id} link={link} mayAct={mayAct} now={now} />
          ))}
        </DataTable>
      )}
    </Section>
  );
}

function LinkState({ link: { state, usedAt }, now }: { link: ConnectLink; now: Date }) {
  return (
    <span>
      <Badge {...looks[state]} />
      {usedAt === null ? null : (
        <span className="block text-small text-ink-faint">
          <Time at={usedAt} now={now} />
        </span>
      )}
    </span>
  );
}

function LinkRow({ link, mayAct, now }: { link: ConnectLink; mayAct: boolean; now: Date }) {
  const { id, note, state, groupId, usedByGroupId, scope, createdAt, createdByEmail, expiresAt, url } = link;
  const whose = groupId ?? usedByGroupId;
  return (
    <Row>
      <RowHeader>
        <span className="block font-medium wrap-anywhere">{note}</span>
        {state === "open" ? <Id className="font-normal text-ink-faint">{url}</Id> : null}
      </RowHeader>
      <Cell label="State">
        <LinkState link={link} now={now} />
      </Cell>
      <Cell label="Group">{whose === null ? "Any, once" : <Id>{whose}</Id>}</Cell>
      <Cell label="Scope">{scopeWords[scope]}</Cell>
      <Cell label="Made">
        <span className="min-w-0 stacked:text-right">
          <Time at={createdAt} now={now} />
          <span className="block text-small wrap-anywhere text-ink-faint">by {createdByEmail}</span>
        </span>
      </Cell>
      <Cell label="Good until">
        {state === "open" || state === "expired" ? (
          <Time at={expiresAt} now={now} />
        ) : (
          <span className="text-ink-faint">No longer</span>
        )}
      </Cell>
      <Cell label="">
        {mayAct && state === "open" ? (
          <ActionForm action={revokeConnectLinkAction}>
            <input type="hidden" name="id" value={id} />
            <SubmitButton variant="quiet" pendingLabel="Withdrawing…" className="-my-2">
              Withdraw
            </SubmitButton>
          </ActionForm>
        ) : null}
      </Cell>
    </Row>
  );
}

/** `id` becomes the link's own: sent twice, the form makes one link. */
function NewLinkForm({ groupId }: { groupId: string | null }) {
  return (
    <ActionForm action={createConnectLinkAction}>
      <input type="hidden" name="id" value={uuidv4()} />
      <input type="hidden" name="group_id" value={groupId ?? ""} />
      <p className="max-w-[64ch] text-ink-soft">
        {groupId === null
          ? "For a customer’s first connection: whichever group they choose at Increase is connected. Send it to them alone."
          : "For this very group: to connect again, or with another scope. Another group is refused."}
      </p>
      <div className="flex flex-wrap items-end gap-4">
        <label className="grid gap-1">
          <span className="text-small text-ink-faint">Whom it is for</span>
          <input name="note" required maxLength={200} autoComplete="off" className={`${fieldStyle} px-3`} />
        </label>
        <label className="grid gap-1">
          <span className="text-small text-ink-faint">Scope</span>
          <select name="scope" defaultValue="read_only" className={`${fieldStyle} px-2`}>
            <option value="read_only">Read only</option>
            <option value="read_write">Read and write</option>
          </select>
        </label>
        <label className="grid gap-1">
          <span className="text-small text-ink-faint">Good for</span>
          <select name="days" defaultValue="7" className={`${fieldStyle} px-2`}>
            {connectLinkDays.map((days) => (
              <option key={days} value={days}>
                {days === 1 ? "1 day" : `${days} days`}
              </option>
            ))}
          </select>
        </label>
        <SubmitButton variant="secondary" pendingLabel="Making the link…">
          Make a link
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
