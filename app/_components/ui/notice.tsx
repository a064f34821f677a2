import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

const tones = {
  plain: { frame: "border-l-ink-faint bg-sunken", icon: "text-ink-soft" },
  good: { frame: "border-l-accent bg-accent-soft", icon: "text-accent" },
  alert: { frame: "border-l-alert bg-alert-soft", icon: "text-alert" },
} as const;

/** Something to know before the rest of the page, with the step it asks for, if any. */
export function Notice({
  title,
  children,
  action,
  icon = "info",
  tone = "plain",
}: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  icon?: IconName;
  tone?: keyof typeof tones;
}) {
  const { frame, icon: iconTone } = tones[tone];
  return (
    <div className={`flex flex-wrap items-center gap-x-8 gap-y-4 border-l-[3px] px-5 py-4 ${frame}`}>
      <div className="flex min-w-0 flex-[1_1_24rem] gap-3">
        <Icon name={icon} className={`mt-1 ${iconTone}`} />
        <div className="min-w-0">
          <p className="font-semibold">{title}</p>
          <div className="max-w-[64ch] text-ink-soft">{children}</div>
        </div>
      </div>
      {action}
    </div>
  );
}
