import { Notice } from "@/app/_components/ui/notice";
import { TextLink } from "@/app/_components/ui/text-link";
import { fileHref, type AccountPlace } from "./account-place";

/** After a download that came to nothing, which leads back here. */
export function FileNotice({ place }: { place: AccountPlace }) {
  if (!place.search.isFileMissing) return null;
  return (
    <Notice title="The file could not be made" icon="attention" tone="alert">
      <p>
        Nothing was downloaded, and nothing was changed.{" "}
        <TextLink href={fileHref(place)}>Download it again</TextLink> in a moment.
      </p>
    </Notice>
  );
}
