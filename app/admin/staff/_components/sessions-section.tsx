import { ActionForm } from "@/app/_components/ui/action-form";
import { Cell, DataTable, Row, RowHeader, type Column } from "@/app/_components/ui/data-table";
import { Icon } from "@/app/_components/ui/icon";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { Time } from "@/app/_components/ui/time";
import type { OwnSessions } from "@/lib/staff";
import { endOwnSessionsAction } from "../actions";
import { describeBrowser } from "./describe-browser";

const columns: Column[] = [
  { id: "browser", label: "Browser" },
  { id: "begun", label: "Signed in" },
  { id: "seen", label: "Last seen" },
  { id: "end", label: "End", align: "end", isLabelHidden: true },
];

/** Where the person who asks is signed in; every role may end their own. */
export function SessionsSection({ own: { sessions, thisId }, now }: { own: OwnSessions; now: Date }) {
  return (
    <Section id="sessions" title="Your sessions">
      <p className="max-w-[64ch] text-ink-soft">
        A session ends after 30 minutes without use, and after 8 hours in any case. If you don’t know one of
        these, end it.
      </p>
      <ActionForm action={endOwnSessionsAction}>
        <div className="w-full min-w-0">
          <DataTable caption="Where you are signed in" columns={columns}>
            {sessions.map((session) => (
              <SessionRow key={session.id} session={session} isThis={session.id === thisId} now={now} />
            ))}
          </DataTable>
        </div>
        {sessions.length > 1 ? (
          <SubmitButton variant="secondary" name="session_id" value="others">
            End all others
          </SubmitButton>
        ) : null}
      </ActionForm>
    </Section>
  );
}

function SessionRow({
  session: { id, userAgent, createdAt, lastSeenAt },
  isThis,
  now,
}: {
  session: OwnSessions["sessions"][number];
  isThis: boolean;
  now: Date;
}) {
  const browser = describeBrowser(userAgent);
  return (
    <Row>
      <RowHeader>
        <span className="font-medium wrap-anywhere">{browser}</span>
        {isThis ? (
          <span className="ml-2 inline-flex items-center gap-1.5 font-normal whitespace-nowrap text-accent">
            <Icon name="check" />
            This one
          </span>
        ) : null}
      </RowHeader>
      <Cell label="Signed in">
        <Time at={createdAt} now={now} />
      </Cell>
      <Cell label="Last seen">
        <Time at={lastSeenAt} now={now} />
      </Cell>
      <Cell label="" align="end">
        <SubmitButton variant="secondary" name="session_id" value={id}>
          End<span className="sr-only"> {isThis ? "this session" : `the session in ${browser}`}</span>
        </SubmitButton>
      </Cell>
    </Row>
  );
}
