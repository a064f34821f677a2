import { roleWords } from "@/app/_components/shell/role-words";
import { ActionForm } from "@/app/_components/ui/action-form";
import { Cell, DataTable, Row, RowHeader, type Column } from "@/app/_components/ui/data-table";
import { EmptyState } from "@/app/_components/ui/empty-state";
import { Icon } from "@/app/_components/ui/icon";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { Time } from "@/app/_components/ui/time";
import type { Invitation } from "@/lib/staff";
import { withdrawAction } from "../actions";
import { InviteForm } from "./invite-form";

const columns: Column[] = [
  { id: "address", label: "Address" },
  { id: "role", label: "Role" },
  { id: "by", label: "Invited by" },
  { id: "expires", label: "Expires" },
];
const withdrawColumn: Column = { id: "withdraw", label: "Withdraw", align: "end", isLabelHidden: true };

export function InvitationsSection({
  invitations,
  isOwner,
  now,
}: {
  invitations: Invitation[];
  isOwner: boolean;
  now: Date;
}) {
  const table = <InvitationsTable invitations={invitations} isOwner={isOwner} now={now} />;
  return (
    <Section id="invitations" title="Open invitations">
      {/* One form around all: its answer outlives the row that it is about. */}
      {isOwner ? <ActionForm action={withdrawAction}>{table}</ActionForm> : table}
      {isOwner ? <InviteForm /> : null}
    </Section>
  );
}

function InvitationsTable({
  invitations,
  isOwner,
  now,
}: {
  invitations: Invitation[];
  isOwner: boolean;
  now: Date;
}) {
  return (
    <div className="w-full min-w-0">
      {invitations.length === 0 ? (
        <EmptyState title="Nobody is invited">
          <p>{isOwner ? "Invite an address below." : "An owner can invite people."}</p>
        </EmptyState>
      ) : (
        <DataTable caption="Open invitations" columns={isOwner ? [...columns, withdrawColumn] : columns}>
          {invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} isOwner={isOwner} now={now} />
          ))}
        </DataTable>
      )}
    </div>
  );
}

function InvitationRow({
  invitation: { id, email, role, invitedByEmail, expiresAt },
  isOwner,
  now,
}: {
  invitation: Invitation;
  isOwner: boolean;
  now: Date;
}) {
  return (
    <Row>
      <RowHeader>
        <span className="font-medium wrap-anywhere">{email}</span>
      </RowHeader>
      <Cell label="Role">{roleWords[role]}</Cell>
      <Cell label="Invited by">
        <span className="wrap-anywhere">{invitedByEmail}</span>
      </Cell>
      <Cell label="Expires">
        {expiresAt > now ? (
          <Time at={expiresAt} now={now} />
        ) : (
          <span>
            <Icon name="stopped" className="mr-1.5 align-[-0.125em] text-ink-faint" />
            Expired <Time at={expiresAt} now={now} />
          </span>
        )}
      </Cell>
      {isOwner ? (
        <Cell label="" align="end">
          <SubmitButton variant="secondary" name="id" value={id}>
            Withdraw<span className="sr-only"> the invitation of {email}</span>
          </SubmitButton>
        </Cell>
      ) : null}
    </Row>
  );
}
