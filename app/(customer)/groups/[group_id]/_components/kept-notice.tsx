import { RefreshLater } from "@/app/_components/fresh/refresh-later";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Notice } from "@/app/_components/ui/notice";
import { ReadTime } from "@/app/_components/ui/time";
import { accountsPerPage, type AccountList } from "@/lib/banking";
import { listHref, type ListPlace } from "./list-place";

/** Above all that was read before, since Increase can't be asked now. */
export function KeptNotice({ list, place, now }: { list: AccountList; place: ListPlace; now: Date }) {
  if (!list.isKept) return null;
  return (
    <section aria-label="How old this is">
      <Notice
        title="This is not up to date"
        icon="age"
        tone="alert"
        action={<ButtonLink href={listHref(place)}>Try again</ButtonLink>}
      >
        <p>
          {list.keptBecause} These are the accounts and balances as they were read{" "}
          <ReadTime at={list.readAt} now={now} timeZone={place.timeZone} />
          {list.isWhole ? "." : `: the first ${accountsPerPage} of them; there may be more.`}
        </p>
        <RefreshLater />
      </Notice>
    </section>
  );
}
