import type { ReactNode } from "react";
import { RefreshLater } from "@/app/_components/fresh/refresh-later";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Notice } from "@/app/_components/ui/notice";

/** Above what was read before, since Increase can't be asked now. `children`: what that is, and when it was read. */
export function KeptNotice({
  because,
  retryHref,
  children,
}: {
  because: string | null;
  retryHref: string;
  children: ReactNode;
}) {
  return (
    <Notice
      title="This is not up to date"
      icon="age"
      tone="alert"
      action={<ButtonLink href={retryHref}>Try again</ButtonLink>}
    >
      <p>
        {because} {children}
      </p>
      <RefreshLater />
    </Notice>
  );
}
