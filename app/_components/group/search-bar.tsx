import { ButtonLink } from "@/app/_components/ui/button-link";
import { buttonStyle } from "@/app/_components/ui/button-style";
import { fieldStyle } from "@/app/_components/ui/filter-bar";
import { listHref, type ListRequest } from "./list-place";

/** Looks for accounts with no JavaScript: a plain form, which asks for this page again. */
export function SearchBar({ place }: { place: ListRequest }) {
  const { home, environment, q = "", kept } = place;
  const { q: _q, cursor: _cursor, ...rest } = kept;
  const hidden = environment === "sandbox" ? { environment, ...rest } : rest;
  return (
    <search aria-label="Accounts">
      <form
        method="get"
        action={home}
        autoComplete="off"
        className="flex flex-wrap items-end gap-x-3 gap-y-2"
      >
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label className="grid max-w-72 min-w-0 flex-1 gap-1">
          <span className="text-small text-ink-faint">Name or id of an account</span>
          <input
            type="text"
            name="q"
            defaultValue={q}
            maxLength={200}
            spellCheck={false}
            autoCapitalize="none"
            className={`${fieldStyle} px-3`}
          />
        </label>
        <button type="submit" className={buttonStyle("secondary")}>
          Search
        </button>
        {q === "" ? null : (
          <ButtonLink href={listHref(place, { q: undefined })} variant="quiet">
            Clear
          </ButtonLink>
        )}
      </form>
    </search>
  );
}
