import { Fragment } from "react";
import { TextLink } from "@/app/_components/ui/text-link";
import type { ShownFact, ShownValue } from "./shown-fact";

/** Nothing of what is shown is sure to be unlike the rest; and none of it ever moves. */
function numbered<T>(items: readonly T[]): { item: T; place: number }[] {
  return items.map((item, place) => ({ item, place }));
}

/** Names and values, the rows of a list of them. */
export function FactRows({ facts }: { facts: readonly ShownFact[] }) {
  return numbered(facts).map(({ item: [label, value], place }) => (
    <Fragment key={place}>
      <dt>{label}</dt>
      <dd>
        <Value value={value} />
      </dd>
    </Fragment>
  ));
}

function Value({ value }: { value: ShownValue }) {
  // A sender's words with marks of direction in them turn around nothing: they are alone in a block of their own.
  if (typeof value === "string") return value;
  switch (value.kind) {
    case "money":
      return <data value={value.value}>{value.text}</data>;
    case "code":
      return <Code text={value.text} name={value.name} />;
    case "time":
      return (
        <time dateTime={value.dateTime} title={value.title}>
          {value.text}
        </time>
      );
    case "link":
      return <TextLink href={value.href}>{value.text}</TextLink>;
    case "facts":
      return <InnerFacts facts={value.facts} />;
    case "list":
      return <Values items={value.items} />;
  }
}

/** An id, after the name of what it is the id of where that is known. One click selects the whole of it. */
function Code({ text, name }: { text: string; name: string | undefined }) {
  if (name === undefined) return <code>{text}</code>;
  return (
    <>
      <bdi>{name}</bdi> <code>{text}</code>
    </>
  );
}

/** Facts of a fact: a name and its value in one line, so that they fit however deep they are. */
function InnerFacts({ facts }: { facts: readonly ShownFact[] }) {
  return (
    <dl>
      {numbered(facts).map(({ item, place }) => (
        <div key={place}>
          <FactRows facts={[item]} />
        </div>
      ))}
    </dl>
  );
}

function Values({ items }: { items: readonly ShownValue[] }) {
  return (
    <ol>
      {numbered(items).map(({ item, place }) => (
        <li key={place}>
          <Value value={item} />
        </li>
      ))}
    </ol>
  );
}
