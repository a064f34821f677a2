import { Notice } from "@/app/_components/ui/notice";
import { TextLink } from "@/app/_components/ui/text-link";
import { listHref, type ListRequest } from "./list-place";

/** Without JavaScript the places of what comes later stay empty: then the page can be had whole, but later. */
export function NoScriptNotice({ place }: { place: ListRequest }) {
  return (
    <noscript>
      <Notice title="Part of this page arrives with JavaScript, which is off">
        <p>
          <TextLink href={listHref(place, { complete: "1" })}>Load the whole page at once</TextLink>; it takes
          a moment longer.
        </p>
      </Notice>
    </noscript>
  );
}
