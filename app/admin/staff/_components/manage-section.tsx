import { ActionForm } from "@/app/_components/ui/action-form";
import { ConfirmDisclosure } from "@/app/_components/ui/confirm-disclosure";
import { Notice } from "@/app/_components/ui/notice";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import type { StaffOverview, StaffPerson } from "@/lib/staff";
import { changeRoleAction, endSessionsAction, removeAction } from "../actions";
import { staffPath } from "./manage-path";
import { RoleSelect } from "./role-select";

/** What an owner may do with the person whom the address names; nothing where it names nobody. */
export function ManageSection({ view, chosenId, now }: { view: StaffOverview; chosenId: string; now: Date }) {
  const person = view.people.find(({ id }) => id === chosenId);
  const former = view.former.find(({ id }) => id === chosenId);
  if (person !== undefined) return <Manage person={person} isSelf={person.id === view.self.staffId} />;
  if (former === undefined) return null;
  return (
    <Notice title={`${former.name ?? former.email} is no longer staff`} icon="stopped">
      <p>
        Removed <Time at={former.removedAt} now={now} />; all their sessions ended then. An invitation of
        their address lets them in again.
      </p>
    </Notice>
  );
}

function Manage({ person, isSelf }: { person: StaffPerson; isSelf: boolean }) {
  const { id, name, email, role, sessions } = person;
  return (
    <Section
      id="manage"
      title={`Manage ${name ?? email}`}
      aside={<TextLink href={staffPath}>Close</TextLink>}
    >
      <div className="divide-y divide-line border-y border-line">
        <div className="grid gap-3 py-5">
          <p className="max-w-[64ch]">
            {isSelf
              ? "This is you: another role counts from your next click on."
              : "Another role counts from their next request on; they stay signed in."}
          </p>
          <ActionForm action={changeRoleAction}>
            <input type="hidden" name="staff_id" value={id} />
            <div className="w-full max-w-96">
              <RoleSelect value={role} />
            </div>
            <SubmitButton variant="secondary" pendingLabel="Changing the role…">
              Change role
            </SubmitButton>
          </ActionForm>
        </div>
        {isSelf ? null : <EndSessions staffId={id} sessions={sessions} />}
        <div className="py-5">
          <Remove person={person} isSelf={isSelf} />
        </div>
      </div>
    </Section>
  );
}

function EndSessions({ staffId, sessions }: { staffId: string; sessions: number }) {
  return (
    <div className="grid gap-3 py-5">
      <p className="max-w-[64ch]">
        {sessions === 0
          ? "They are not signed in."
          : `They have ${sessions === 1 ? "1 session" : `${sessions} sessions`}. Ending them signs them out; they may sign in again.`}
      </p>
      <ActionForm action={endSessionsAction}>
        <input type="hidden" name="staff_id" value={staffId} />
        <SubmitButton variant="secondary" pendingLabel="Ending their sessions…">
          End all their sessions
        </SubmitButton>
      </ActionForm>
    </div>
  );
}

function Remove({ person: { id, name, email }, isSelf }: { person: StaffPerson; isSelf: boolean }) {
  return (
    <ActionForm action={removeAction}>
      <input type="hidden" name="staff_id" value={id} />
      <ConfirmDisclosure label="Remove…" cancelLabel={isSelf ? "Stay" : "Keep this person"}>
        <p className="font-semibold">{isSelf ? "Remove yourself?" : `Remove ${name ?? email}?`}</p>
        <ul className="ml-5 grid list-disc gap-1">
          <li>
            {isSelf ? "All your sessions end at once, this one included." : "All their sessions end at once."}
          </li>
          <li>Signing in again needs a new invitation by an owner.</li>
          <li>What they have done stays in the audit log, and invitations that they made stay open.</li>
        </ul>
        <SubmitButton variant="danger" pendingLabel="Removing…" className="justify-self-start">
          {isSelf ? "Remove myself" : "Remove from the staff"}
        </SubmitButton>
      </ConfirmDisclosure>
    </ActionForm>
  );
}
