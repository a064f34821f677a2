/** The last four digits of a number that is not shown. */
export function Masked({ lastFour }: { lastFour: string }) {
  return (
    <span className="font-mono text-small whitespace-nowrap">
      <span aria-hidden="true">•••• </span>
      <span className="sr-only">ends in </span>
      {lastFour}
    </span>
  );
}
