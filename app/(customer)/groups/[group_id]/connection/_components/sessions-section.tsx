import { signOut } from "@/app/(public)/actions";
import { ActionForm } from "@/app/_components/ui/action-form";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { endOtherSessionsAction } from "../actions";

/** Signing out, here and elsewhere. Neither touches the connection. */
export function SessionsSection({ groupId, otherCount }: { groupId: string; otherCount: number }) {
  return (
    <Section id="sessions" title="Sessions">
      <div className="divide-y divide-line border-y border-line">
        <div className="grid justify-items-start gap-3 py-5">
          <p className="max-w-[64ch]">
            {describeOthers(otherCount)} Ending other sessions signs out everyone else at your company who is
            signed in here; this session goes on.
          </p>
          <ActionForm action={endOtherSessionsAction}>
            <input type="hidden" name="group_id" value={groupId} />
            <SubmitButton variant="secondary" pendingLabel="Ending other sessions…">
              End other sessions
            </SubmitButton>
          </ActionForm>
        </div>
        <div className="grid justify-items-start gap-3 py-5">
          <p className="max-w-[64ch]">
            Signing out ends this session, not the connection: the platform’s access stays as it is.
          </p>
          <form action={signOut}>
            <SubmitButton variant="secondary" pendingLabel="Signing out…">
              Sign out of this session
            </SubmitButton>
          </form>
        </div>
      </div>
    </Section>
  );
}

function describeOthers(count: number): string {
  if (count === 0) return "This is the only session of your group.";
  return count === 1
    ? "Besides this one, 1 other session of your group is signed in."
    : `Besides this one, ${count} other sessions of your group are signed in.`;
}
