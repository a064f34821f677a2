import type { ReactNode } from "react";
import { KeptBoundary } from "@/app/_components/fresh/kept-boundary";

/** What is being read, and what came of it where that was there in time. */
export type Part<T> = { outcome: Promise<T>; early: T | null };

/** One part of the page: at once where it was there in time, else when it comes. The others don't wait for it. */
export function StreamedPart<T>({
  part: { outcome, early },
  fallback,
  render,
}: {
  part: Part<T>;
  fallback: ReactNode;
  render: (outcome: T) => ReactNode;
}) {
  return (
    <KeptBoundary isStreamed={early === null} fallback={early === null ? fallback : null}>
      <Awaited outcome={early ?? outcome} render={render} />
    </KeptBoundary>
  );
}

async function Awaited<T>({
  outcome,
  render,
}: {
  outcome: T | Promise<T>;
  render: (outcome: T) => ReactNode;
}) {
  return render(await outcome);
}
