"use client";

import { useEffect, useRef, useState, type ReactNode } from "react";
import { Amount } from "@/app/_components/ui/amount";
import { EntryLine, type AmountColumns } from "./entry-row";
import { FactRows } from "./fact-rows";
import { unpackFacts } from "./packed-facts";
import type { ShownAmount, ShownTime } from "./shown-fact";

/** Plain words, so that a row costs the page no more than them. */
export type EntryWords = {
  when: Pick<ShownTime, "text" | "dateTime">;
  description: string;
  category: string;
  /** Whose it is, on a page of several accounts. */
  account?: ReactNode;
  amount: ShownAmount;
  /** What stands in the second column of amounts: an amount with its name, or a remark. */
  second?: (ShownAmount & { label: string }) | string;
};

/**
 * One line of a statement, which opens to all that there is to know of it. What is closed costs the page no markup,
 * but where `isWhole`: without JavaScript nothing could fill it later.
 */
export function EntryPanel({
  words: { when, description, amount, second, ...kind },
  amounts,
  packedFacts,
  isWhole,
}: {
  words: EntryWords;
  amounts: AmountColumns;
  packedFacts: string;
  isWhole: boolean;
}) {
  const [isFilled, setIsFilled] = useState(isWhole);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // Opened before this ran: its toggle was heard by nobody.
    if (details.current?.open) setIsFilled(true);
  }, []);
  const cells = {
    when: <time dateTime={when.dateTime}>{when.text}</time>,
    // Attack: words of a stranger's with marks of direction in them, which would turn around the amount beside them.
    description: <bdi>{description}</bdi>,
    category: <Kind {...kind} isSaid={description === kind.category} />,
    amount: <Amount {...amount} />,
    second: <Second second={second} />,
  };
  return (
    <details
      ref={details}
      data-printed=""
      className="group/entry -mx-3 px-3 open:bg-surface hover:bg-sunken open:hover:bg-surface"
      onToggle={() => setIsFilled(true)}
    >
      <summary className="flex min-h-11 cursor-pointer list-none items-center py-2.5">
        <EntryLine amounts={amounts} cells={cells} />
      </summary>
      <div className="pb-4 pl-6 md:pl-24">
        <dl className="facts">{isFilled ? <FactRows facts={unpackFacts(packedFacts)} /> : null}</dl>
      </div>
    </details>
  );
}

/** What kind it is, and whose; on a narrow screen nothing that the description has said already. */
function Kind({ category, account, isSaid }: { category: string; account?: ReactNode; isSaid: boolean }) {
  if (account === undefined) return <span className={isSaid ? "max-md:hidden" : ""}>{category}</span>;
  return (
    <>
      <span className={isSaid ? "max-md:hidden" : ""}>{category}</span>
      <span className="block max-md:inline">
        <span className={isSaid ? "hidden" : "md:hidden"}> · </span>
        <bdi>{account}</bdi>
      </span>
    </>
  );
}

/** An amount says what it is where no heading stands above it. */
function Second({ second }: { second: EntryWords["second"] }) {
  if (second === undefined) return null;
  if (typeof second === "string") return <span className="text-small italic">{second}</span>;
  const { label, ...amount } = second;
  return (
    <>
      <span className="text-small md:sr-only">{`${label} `}</span>
      <Amount {...amount} />
    </>
  );
}
