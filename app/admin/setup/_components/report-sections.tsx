import { Notice } from "@/app/_components/ui/notice";
import { Section } from "@/app/_components/ui/section";
import { utc } from "@/lib/time-zone";
import { ReadTime } from "@/app/_components/ui/time";
import type { Report } from "@/lib/doctor";
import { FindingList } from "./finding-list";
import { NotCheckedList, WellList } from "./check-lists";

/** What is wrong, the worst first; then what could not be told; what is well is folded away. */
export function ReportSections({ report: { findings, checks, checkedAt } }: { report: Report }) {
  const time = (
    <>
      Checked <ReadTime at={checkedAt} now={checkedAt} timeZone={utc} />
    </>
  );
  const broken = findings.filter(({ severity }) => severity === "error");
  const atRisk = findings.filter(({ severity }) => severity === "warning");
  return (
    <>
      <Section id="findings" title="What was found" aside={time}>
        {findings.length === 0 ? (
          <Notice title="Nothing is wrong" icon="check" tone="good">
            <p>Everything that could be checked is as it should be.</p>
          </Notice>
        ) : (
          <div className="grid gap-8">
            <FindingList severity="error" findings={broken} />
            <FindingList severity="warning" findings={atRisk} />
          </div>
        )}
      </Section>
      <Section id="checks" title="What was checked">
        <NotCheckedList checks={checks} />
        <WellList checks={checks} />
      </Section>
    </>
  );
}
