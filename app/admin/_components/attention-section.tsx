import { Icon } from "@/app/_components/ui/icon";
import { Notice } from "@/app/_components/ui/notice";
import { Section } from "@/app/_components/ui/section";
import { TextLink } from "@/app/_components/ui/text-link";
import { Time } from "@/app/_components/ui/time";
import type { Attention } from "@/lib/overview";
import { toAttentionItems, type AttentionItem } from "./attention-items";
import { formatCount } from "./labels";

export function AttentionSection({ attention, now }: { attention: Attention; now: Date }) {
  const items = toAttentionItems(attention);
  return (
    <Section id="attention" title="Needs attention">
      {items.length === 0 ? (
        <Notice title="Nothing needs attention" icon="check" tone="good">
          <p>Every connection, event and alert is as it should be, and the reconciliation is up to date.</p>
        </Notice>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {items.map((item) => (
            <Item key={item.id} item={item} now={now} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Item({ item, now }: { item: AttentionItem; now: Date }) {
  const { count, title, words, since, link } = item;
  return (
    <li className="flex flex-wrap items-baseline gap-x-8 gap-y-1 py-3">
      <div className="flex min-w-0 flex-[1_1_18rem] gap-3">
        <Icon name="attention" className="mt-1 text-alert" />
        <div className="min-w-0">
          <p className="font-medium">
            {count === undefined ? null : <span className="tabular-nums">{formatCount(count)} </span>}
            {title}
          </p>
          <p className="max-w-[64ch] text-small text-ink-soft">
            {words}
            {since === undefined ? null : (
              <>
                {" "}
                {since.label} <Time at={since.at} now={now} />.
              </>
            )}
          </p>
        </div>
      </div>
      {link === undefined ? null : <TextLink href={link.href}>{link.label}</TextLink>}
    </li>
  );
}
