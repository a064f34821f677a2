import { ActionForm } from "@/app/_components/ui/action-form";
import { fieldStyle } from "@/app/_components/ui/filter-bar";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { inviteAction } from "../actions";
import { RoleSelect } from "./role-select";

export function InviteForm() {
  return (
    <div className="grid gap-3 pt-2">
      <h3 className="text-base">Invite somebody</h3>
      <p className="max-w-[64ch] text-ink-soft">
        No link is sent. Whoever signs in here with that address within 7 days, verified by your company’s
        sign-in, comes in with that role. Until then you can withdraw the invitation; inviting the address
        again replaces it.
      </p>
      <ActionForm action={inviteAction}>
        <div className="grid w-full max-w-[46rem] gap-x-4 gap-y-3 sm:grid-cols-2">
          <label className="grid min-w-0 gap-1">
            <span className="text-small text-ink-faint">E-mail address</span>
            <input
              type="email"
              name="email"
              required
              maxLength={254}
              autoComplete="off"
              className={`${fieldStyle} px-3`}
            />
          </label>
          <RoleSelect value="viewer" />
        </div>
        <SubmitButton pendingLabel="Inviting…">Invite</SubmitButton>
      </ActionForm>
    </div>
  );
}
