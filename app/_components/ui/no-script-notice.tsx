import { Notice } from "@/app/_components/ui/notice";
import { TextLink } from "@/app/_components/ui/text-link";

/** Without JavaScript the places of what comes later stay empty: at `href` the page can be had whole, but later. */
export function NoScriptNotice({ href }: { href: string }) {
  return (
    <noscript>
      <Notice title="Part of this page arrives with JavaScript, which is off">
        <p>
          <TextLink href={href}>Load the whole page at once</TextLink>; it takes a moment longer.
        </p>
      </Notice>
    </noscript>
  );
}
