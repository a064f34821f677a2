import { formatCents } from "@/lib/money";

/** An amount of integer cents, in figures of one width so that columns line up. */
export function Money({ amountCents, currency }: { amountCents: number; currency: string }) {
  return (
    <data
      value={`${amountCents} ${currency}`}
      className="font-mono text-[0.875rem] tracking-[-0.01em] whitespace-nowrap tabular-nums"
    >
      {formatCents(amountCents, currency)}
    </data>
  );
}
