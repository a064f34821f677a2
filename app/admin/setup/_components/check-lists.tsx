import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { Icon } from "@/app/_components/ui/icon";
import { Badge } from "@/app/_components/ui/state-badge";
import type { CheckReport } from "@/lib/doctor";
import { Words } from "./words";

/** The page has the addresses in a section of their own. */
const shownElsewhere = "addresses";

export function NotCheckedList({ checks }: { checks: CheckReport[] }) {
  const left = checks.flatMap(({ id, title, outcome }) =>
    outcome.kind === "not_checked" ? [{ id, title, because: outcome.because }] : [],
  );
  if (left.length === 0) return null;
  return (
    <div className="grid gap-3">
      <h3 className="font-semibold">
        <Badge icon="unknown" label="Not checked" tone="plain" />
      </h3>
      <FactList>
        {left.map(({ id, title, because }) => (
          <Fact key={id} name={title}>
            {because}
          </Fact>
        ))}
      </FactList>
    </div>
  );
}

export function WellList({ checks }: { checks: CheckReport[] }) {
  const well = checks.flatMap(({ id, title, whenWell, outcome }) =>
    outcome.kind === "checked" && outcome.findings.length === 0 && id !== shownElsewhere
      ? [{ id, title, whenWell, notes: outcome.notes }]
      : [],
  );
  if (well.length === 0) return null;
  return (
    <details className="group/well">
      <summary className="inline-flex min-h-10 cursor-pointer list-none items-center gap-2 text-ink-soft hover:text-ink">
        <Icon name="unfold" className="group-open/well:rotate-180" />
        <Icon name="check" className="text-accent" />
        {well.length === 1 ? "1 check is well" : `${well.length} checks are well`}
      </summary>
      <div className="pt-2">
        <FactList>
          {well.map(({ id, title, whenWell, notes }) => (
            <Fact key={id} name={title} remark={<Notes notes={notes} />}>
              <Words>{whenWell}</Words>
            </Fact>
          ))}
        </FactList>
      </div>
    </details>
  );
}

function Notes({ notes }: { notes: string[] }) {
  return notes.map((note) => (
    <p key={note} className="wrap-anywhere">
      <Words>{note}</Words>
    </p>
  ));
}
