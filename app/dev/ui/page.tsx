import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PublicShell } from "@/app/_components/shell/public-shell";
import { PageHeader } from "@/app/_components/ui/page-header";
import { ControlSamples } from "./_components/control-samples";
import { ListSamples } from "./_components/list-samples";
import { StateSamples } from "./_components/state-samples";
import { TableSamples } from "./_components/table-samples";
import { TypeSamples } from "./_components/type-samples";

export const metadata: Metadata = { title: "Pieces" };

/** Every shared piece in each of its states, for those who build pages. In development alone. */
export default function PiecesPage() {
  if (process.env.NODE_ENV !== "development") notFound();
  return (
    <PublicShell>
      <div className="grid gap-14">
        <PageHeader title="Pieces">
          <p>What the portal’s pages are made of. Built once, used everywhere.</p>
        </PageHeader>
        <TypeSamples />
        <StateSamples />
        <ControlSamples />
        <TableSamples />
        <ListSamples />
      </div>
    </PublicShell>
  );
}
