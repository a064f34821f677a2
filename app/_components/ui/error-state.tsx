import type { ReactNode } from "react";
import { RefreshLater } from "@/app/_components/fresh/refresh-later";
import type { ErrorCode } from "@/lib/errors";
import { ButtonLink } from "./button-link";
import { Icon } from "./icon";
import { RequestReference } from "./request-reference";

/** In place of something that could not be read: never an empty table. */
export function ErrorState({
  title,
  code,
  children,
  retryHref,
  requestId,
}: {
  title: string;
  /** Why: after an outage the page is made anew by itself. */
  code?: ErrorCode;
  children: ReactNode;
  retryHref: string;
  requestId: string;
}) {
  return (
    <div role="alert" className="border-y border-line py-10">
      <div className="flex max-w-[60ch] gap-3">
        <Icon name="attention" className="mt-1 text-alert" />
        <div className="grid min-w-0 justify-items-start gap-4">
          <div>
            <p className="font-semibold">{title}</p>
            <div className="text-ink-soft">{children}</div>
          </div>
          <ButtonLink href={retryHref}>Try again</ButtonLink>
          {/* Each try has another reference: that alone is not worth being read out. */}
          <div aria-live="off">
            <RequestReference requestId={requestId} />
          </div>
          {code === "increase_unavailable" ? <RefreshLater /> : null}
        </div>
      </div>
    </div>
  );
}
