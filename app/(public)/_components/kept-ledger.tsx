import type { ReactNode } from "react";
import { Section } from "@/app/_components/ui/section";

const kept = [
  ["Your group’s id at Increase", "It names no person and no company."],
  ["The access token that Increase issues", "Encrypted, and destroyed when you disconnect."],
  [
    "Your accounts and balances, as last read",
    "Encrypted, for when Increase is down; destroyed with the token.",
  ],
  ["Your sessions", "30 minutes without use end one, 12 hours in any case."],
  ["What Increase reports of your group", "That something happened, when, and its id; no amounts."],
  ["A record of what was done", "Such as connecting and disconnecting: when, and with which browser."],
] as const;

const notKept = [
  ["Transactions, cards and account numbers", "Read from Increase whenever you open a page."],
  ["Your Increase password", "You type it at Increase alone."],
  ["Names and email addresses", "Increase passes none on."],
  ["Money", "None passes through here: this portal only ever reads."],
] as const;

/** What is stored and what is not, set like the two sides of a ledger. */
export function KeptLedger() {
  return (
    <Section id="kept" title="What is stored, and what is not">
      <div className="double-rule grid border-t border-t-ink sm:grid-cols-2 sm:divide-x sm:divide-line">
        <Side title="Stored here" entries={kept} />
        <Side title="Not stored" entries={notKept} />
      </div>
    </Section>
  );
}

function Side({ title, entries }: { title: string; entries: readonly (readonly [string, ReactNode])[] }) {
  return (
    <div className="pb-2 sm:first:pr-8 sm:last:pl-8">
      <h3 className="border-b border-line py-2 text-small font-normal text-ink-faint">{title}</h3>
      <ul className="divide-y divide-line">
        {entries.map(([what, remark]) => (
          <li key={what} className="py-3">
            <p className="font-medium">{what}</p>
            <p className="text-small text-ink-soft">{remark}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
