import { ButtonLink } from "./button-link";
import { Notice } from "./notice";

/** In place of a list whose cursor leads nowhere: cut off in a message, or of another list. */
export function LostPlaceNotice({ firstHref }: { firstHref: string }) {
  return (
    <Notice
      title="This address names no place in the list"
      icon="attention"
      action={<ButtonLink href={firstHref}>First page</ButtonLink>}
    >
      <p>Its cursor could not be read. Nothing was changed; start again from the first page.</p>
    </Notice>
  );
}
