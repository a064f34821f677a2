import type { ReactNode } from "react";
import { signInWithIncrease } from "@/app/(public)/actions";
import { SubmitButton } from "@/app/_components/ui/submit-button";

/** The way to Increase's consent page, and back to `callbackUrl`. */
export function SignInForm({
  callbackUrl,
  children = "Continue with Increase",
}: {
  callbackUrl: string;
  children?: ReactNode;
}) {
  return (
    <form action={signInWithIncrease}>
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <SubmitButton pendingLabel="Going to Increase…">{children}</SubmitButton>
    </form>
  );
}
