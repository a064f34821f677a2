import { Notice } from "./notice";

/** Above a list whose address asks for something that there is not: what is shown is the rest of what it asks. */
export function IgnoredNotice({
  ignored,
  effect = "The list below is not narrowed by them.",
}: {
  ignored: readonly string[];
  /** What the page is without them. */
  effect?: string;
}) {
  if (ignored.length === 0) return null;
  return (
    <Notice title="Part of this address was not understood" icon="attention">
      <p className="wrap-anywhere">
        These filters were not understood and are ignored: {ignored.join(", ")}. {effect}
      </p>
    </Notice>
  );
}
