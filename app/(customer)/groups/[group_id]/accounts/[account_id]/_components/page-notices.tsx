import { RefreshLater } from "@/app/_components/fresh/refresh-later";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Notice } from "@/app/_components/ui/notice";
import { TextLink } from "@/app/_components/ui/text-link";
import { ReadTime } from "@/app/_components/ui/time";
import { accountHref, type AccountPlace } from "./account-place";

/** Without JavaScript the places of what comes later stay empty: then the page can be had whole, but later. */
export function NoScriptNotice({ place }: { place: AccountPlace }) {
  if (place.search.isComplete) return null;
  return (
    <noscript>
      <Notice title="Part of this page arrives with JavaScript, which is off">
        <p>
          <TextLink href={accountHref(place, { complete: "1" })}>Load the whole page at once</TextLink>; it
          takes a moment longer.
        </p>
      </Notice>
    </noscript>
  );
}

/** Above an account that is shown as it was kept, since Increase can't be asked now. */
export function KeptNotice({
  keptAt,
  keptBecause,
  place,
  now,
}: {
  keptAt: Date | null;
  keptBecause: string | null;
  place: AccountPlace;
  now: Date;
}) {
  if (keptAt === null) return null;
  return (
    <Notice
      title="This is not up to date"
      icon="age"
      tone="alert"
      action={<ButtonLink href={accountHref(place)}>Try again</ButtonLink>}
    >
      <p>
        {keptBecause} The account is shown as it was read{" "}
        <ReadTime at={keptAt} now={now} timeZone={place.timeZone} />; what could not be read is named below.
      </p>
      <RefreshLater />
    </Notice>
  );
}
