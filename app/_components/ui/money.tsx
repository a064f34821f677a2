import { formatCents } from "@/lib/money";

/** `figure` is for the few sums at a page's head. */
const sizes = {
  text: "text-[0.875rem] tracking-[-0.01em]",
  figure: "text-figure tracking-[-0.03em]",
} as const;

/** An amount of integer cents, in figures of one width so that columns line up. */
export function Money({
  amountCents,
  currency,
  size = "text",
}: {
  amountCents: number;
  currency: string;
  size?: keyof typeof sizes;
}) {
  return (
    <data
      value={`${amountCents} ${currency}`}
      className={`font-mono whitespace-nowrap tabular-nums ${sizes[size]}`}
    >
      {formatCents(amountCents, currency)}
    </data>
  );
}
