import { drawingHeight, plot } from "@/app/_components/charts/chart-frame";
import { Skeleton } from "@/app/_components/ui/skeleton";

const gridLines = [0, 0.25, 0.5, 0.75, 1].map((share) => plot.top + share * plot.height);

/** The chart before its balances: as high as it will be, to the pixel. */
export function BalanceChartSkeleton() {
  return (
    <div className="grid gap-4">
      <div className="grid gap-3">
        <div className="text-small">
          <Skeleton className="w-52" />
        </div>
        <svg aria-hidden="true" height={drawingHeight} className="w-full">
          {gridLines.map((y) => (
            <line key={y} x1="0" x2="100%" y1={y} y2={y} className="stroke-line" />
          ))}
        </svg>
      </div>
      <div className="flex min-h-8 items-center text-small">
        <Skeleton className="w-24" />
      </div>
    </div>
  );
}
