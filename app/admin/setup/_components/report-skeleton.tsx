import { Section } from "@/app/_components/ui/section";
import { Skeleton } from "@/app/_components/ui/skeleton";

/** Before Increase, the issuer and the database have answered: each finding in its place, in its own size. */
export function ReportSkeleton() {
  return (
    <Section id="findings" title="What was found" aside="Being checked">
      <ul className="divide-y divide-line border-y border-line">
        {[0, 1, 2].map((item) => (
          <li key={item} className="grid gap-2 py-4 pl-7">
            <span className="block">
              <Skeleton className="w-80" />
            </span>
            <span className="block">
              <Skeleton className="w-120" />
            </span>
            <span className="block">
              <Skeleton className="w-96" />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
