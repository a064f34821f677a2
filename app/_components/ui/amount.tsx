/** `figure` is for the few sums at a page's head. */
const sizes = {
  text: "text-[0.875rem] tracking-[-0.01em]",
  figure: "text-figure tracking-[-0.03em]",
} as const;

export type AmountSize = keyof typeof sizes;

/** An amount that has its words already, in figures of one width so that columns line up. */
export function Amount({ text, value, size = "text" }: { text: string; value: string; size?: AmountSize }) {
  return (
    <data value={value} className={`font-mono whitespace-nowrap tabular-nums ${sizes[size]}`}>
      {text}
    </data>
  );
}
