import { Id } from "@/app/_components/ui/id";
import { Money } from "@/app/_components/ui/money";
import { Section } from "@/app/_components/ui/section";
import { Skeleton } from "@/app/_components/ui/skeleton";
import { TextLink, OutwardLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";

const now = new Date("2026-03-14T15:09:26Z");
const agesMs = [5_000, 90_000, 7_200_000, 200_000_000, 9_000_000_000];
const amounts = [0, 5, -1, 123_456, -98_765_432_100];

const colors = [
  ["paper", "bg-paper"],
  ["surface", "bg-surface"],
  ["sunken", "bg-sunken"],
  ["line", "bg-line"],
  ["line-strong", "bg-line-strong"],
  ["ink", "bg-ink"],
  ["ink-soft", "bg-ink-soft"],
  ["ink-faint", "bg-ink-faint"],
  ["accent", "bg-accent"],
  ["accent-strong", "bg-accent-strong"],
  ["accent-soft", "bg-accent-soft"],
  ["alert", "bg-alert"],
  ["alert-strong", "bg-alert-strong"],
  ["alert-soft", "bg-alert-soft"],
] as const;

export function TypeSamples() {
  return (
    <Section id="type" title="Type, amounts, times, colours">
      <p className="text-display tracking-[-0.04em]">Display</p>
      <p className="text-lead text-ink-soft">A lead, which says in a sentence what a page is about.</p>
      <p>
        Text with a <TextLink href="#type">link</TextLink> and one that leads{" "}
        <OutwardLink href="https://increase.com">outward</OutwardLink>.
      </p>
      <p>
        <Id>group_1g4mhziu6kvrs3vz35um</Id>
      </p>
      <div className="grid w-fit justify-items-end">
        {amounts.map((amount) => (
          <Money key={amount} amountCents={amount} currency="USD" />
        ))}
        <Skeleton className="w-28" />
      </div>
      <ul className="flex flex-wrap gap-x-6">
        {agesMs.map((age) => (
          <li key={age}>
            <Time at={new Date(now.getTime() - age)} now={now} />
          </li>
        ))}
      </ul>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-3">
        {colors.map(([name, background]) => (
          <li key={name} className="text-small text-ink-faint">
            <span className={`block h-12 border border-line ${background}`} />
            {name}
          </li>
        ))}
      </ul>
    </Section>
  );
}
