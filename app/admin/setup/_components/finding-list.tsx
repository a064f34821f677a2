import { Icon } from "@/app/_components/ui/icon";
import { Badge, type Look } from "@/app/_components/ui/state-badge";
import type { Finding, Severity } from "@/lib/doctor";
import { Words } from "./words";

const looks: Record<Severity, Look & { about: string }> = {
  error: { icon: "stopped", label: "Broken", tone: "alert", about: "Does not work, or is open to attack" },
  warning: {
    icon: "attention",
    label: "At risk",
    tone: "plain",
    about: "Works, and will not for long or unnoticed",
  },
};

export function FindingList({ severity, findings }: { severity: Severity; findings: Finding[] }) {
  if (findings.length === 0) return null;
  const { about, ...look } = looks[severity];
  return (
    <section aria-labelledby={`findings-${severity}`} className="grid gap-3">
      <h3 id={`findings-${severity}`} className="flex flex-wrap items-center gap-x-3 font-semibold">
        <Badge {...look} />
        <span className="text-small font-normal text-ink-faint">{about}</span>
      </h3>
      <ul className="divide-y divide-line border-y border-line">
        {findings.map((finding) => (
          <FindingItem key={`${finding.code} ${finding.what}`} finding={finding} look={look} />
        ))}
      </ul>
    </section>
  );
}

function FindingItem({ finding: { code, what, why, fix }, look }: { finding: Finding; look: Look }) {
  return (
    <li className="flex gap-3 py-4">
      <Icon name={look.icon} className={`mt-1 ${look.tone === "alert" ? "text-alert" : "text-ink-soft"}`} />
      <div className="grid min-w-0 flex-1 gap-2">
        <div className="flex flex-wrap items-baseline justify-between gap-x-6">
          <p className="max-w-[64ch] min-w-0 font-medium wrap-anywhere">
            <Words>{what}</Words>
          </p>
          <code className="font-mono text-small text-ink-faint">{code}</code>
        </div>
        <dl className="grid gap-1">
          <Part name="Why" words={why} />
          <Part name="Fix" words={fix} />
        </dl>
      </div>
    </li>
  );
}

function Part({ name, words }: { name: string; words: string }) {
  return (
    <div className="grid gap-x-3 sm:grid-cols-[2.5rem_1fr]">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="max-w-[68ch] min-w-0 wrap-anywhere text-ink-soft">
        <Words>{words}</Words>
      </dd>
    </div>
  );
}
