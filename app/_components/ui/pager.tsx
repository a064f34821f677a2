import { ButtonLink } from "./button-link";
import { Icon } from "./icon";

/** Cursors lead forward alone, so the way back is to the first page. Nothing where one page is all. */
export function Pager({
  label,
  firstHref,
  nextHref,
}: {
  label: string;
  firstHref?: string;
  nextHref?: string;
}) {
  if (firstHref === undefined && nextHref === undefined) return null;
  return (
    <nav aria-label={label} className="flex flex-wrap justify-between gap-3">
      {firstHref === undefined ? (
        <span />
      ) : (
        <ButtonLink href={firstHref}>
          <Icon name="back" />
          First page
        </ButtonLink>
      )}
      {nextHref === undefined ? null : (
        <ButtonLink href={nextHref}>
          Next page
          <Icon name="forward" />
        </ButtonLink>
      )}
    </nav>
  );
}
