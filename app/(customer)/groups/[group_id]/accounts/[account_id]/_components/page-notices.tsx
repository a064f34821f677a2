import { RefreshLater } from "@/app/_components/fresh/refresh-later";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Notice } from "@/app/_components/ui/notice";
import { ReadTime } from "@/app/_components/ui/time";
import { accountHref, type AccountPlace } from "./account-place";

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
