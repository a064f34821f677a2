import type { Metadata } from "next";
import { Suspense } from "react";
import { StaffShell } from "@/app/_components/shell/staff-shell";
import { settledWithin } from "@/app/_components/streaming/settled-within";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { NoScriptNotice } from "@/app/_components/ui/no-script-notice";
import { PageHeader } from "@/app/_components/ui/page-header";
import { examineSetup, type Report } from "@/lib/doctor";
import { loadStaffPage } from "@/lib/page";
import { toHref, type Search } from "@/lib/search-params";
import { AddressesSection } from "./_components/addresses-section";
import { Command } from "./_components/words";
import { ReportSections } from "./_components/report-sections";
import { ReportSkeleton } from "./_components/report-skeleton";

export const metadata: Metadata = { title: "Setup" };

const path = "/admin/setup";
/** A report that is there within it is in the first byte; another streams. */
const reportWaitMs = 400;

export default async function SetupPage({ searchParams }: { searchParams: Promise<Search> }) {
  const isComplete = (await searchParams).complete === "1";
  const here = isComplete ? toHref(path, { complete: "1" }) : path;
  const { addresses, report } = await loadStaffPage(async (context) => examineSetup(context), here);
  const early = await (isComplete ? report : settledWithin(report, reportWaitMs));
  return (
    <StaffShell current="setup">
      <div className="grid gap-12">
        <div className="flex flex-wrap items-end justify-between gap-4">
          <PageHeader title="Setup">
            <p>
              Whether this portal is set up as it should be, asked anew where the last answer is older than
              ten seconds. Nothing is changed by it: <Command>npm run doctor -- --fix</Command> creates what
              is missing at Increase, and <Command>--probe</Command> sends an event through the front door.
            </p>
          </PageHeader>
          <ButtonLink href={here}>Check again</ButtonLink>
        </div>
        {early === null ? <NoScriptNotice href={toHref(path, { complete: "1" })} /> : null}
        {early === null ? (
          <Suspense fallback={<ReportSkeleton />}>
            <StreamedReport report={report} />
          </Suspense>
        ) : (
          <ReportSections report={early} />
        )}
        <AddressesSection addresses={addresses} />
      </div>
    </StaffShell>
  );
}

async function StreamedReport({ report }: { report: Promise<Report> }) {
  return <ReportSections report={await report} />;
}
