import type { ReactNode } from "react";
import { buttonStyle } from "./button-style";
import { ButtonLink } from "./button-link";

/**
 * Filters of a list, as a plain form: what is chosen is in the address, and no JavaScript is needed. `hidden` keeps
 * what is no filter, such as the sort; `clearHref` is there where any filter is set.
 */
export function FilterBar({
  action,
  clearHref,
  hidden,
  label = "Filters",
  children,
}: {
  action: string;
  clearHref?: string | undefined;
  hidden?: Record<string, string | undefined>;
  label?: string;
  children: ReactNode;
}) {
  return (
    <form
      method="get"
      action={action}
      aria-label={label}
      autoComplete="off"
      className="grid grid-cols-2 items-end gap-x-4 gap-y-3 border-y border-line py-4 sm:flex sm:flex-wrap"
    >
      {Object.entries(hidden ?? {}).map(([name, value]) =>
        value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      {children}
      <div className="flex gap-2 max-sm:col-span-2">
        <button type="submit" className={buttonStyle("secondary")}>
          Filter
        </button>
        {clearHref === undefined ? null : (
          <ButtonLink href={clearHref} variant="quiet">
            Clear
          </ButtonLink>
        )}
      </div>
    </form>
  );
}

type FieldProps = { name: string; label: string; value: string | undefined };

export const fieldStyle =
  "block min-h-10 w-full min-w-0 rounded-control border border-line-strong bg-surface text-base text-ink";

function Field({ label, width, children }: { label: string; width: string; children: ReactNode }) {
  return (
    <label className={`grid min-w-0 gap-1 ${width}`}>
      <span className="text-small text-ink-faint">{label}</span>
      {children}
    </label>
  );
}

export function FilterText({
  name,
  label,
  value = "",
  maxLength = 200,
}: FieldProps & { maxLength?: number }) {
  return (
    <Field label={label} width="max-sm:col-span-2 sm:w-52">
      <input
        type="text"
        name={name}
        defaultValue={value}
        maxLength={maxLength}
        spellCheck={false}
        autoCapitalize="none"
        className={`${fieldStyle} px-3`}
      />
    </Field>
  );
}

/** `anyLabel` is the choice that filters nothing; a wide one has a narrow screen's line to itself. */
export function FilterSelect({
  name,
  label,
  value = "",
  options,
  anyLabel = "Any",
  isWide = false,
}: FieldProps & {
  options: readonly { value: string; label: string }[];
  anyLabel?: string;
  isWide?: boolean;
}) {
  return (
    <Field label={label} width={`sm:min-w-36 sm:max-w-72 ${isWide ? "max-sm:col-span-2" : ""}`}>
      <select name={name} defaultValue={value} className={`${fieldStyle} px-2`}>
        <option value="">{anyLabel}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A day, which begins at midnight UTC. */
export function FilterDate({ name, label, value = "" }: FieldProps) {
  return (
    <Field label={label} width="sm:w-36">
      <input
        type="date"
        name={name}
        defaultValue={value}
        min="1970-01-01"
        max="9999-12-31"
        className={`${fieldStyle} px-2`}
      />
    </Field>
  );
}

/** Says `1` where it is checked, else nothing. */
export function FilterCheck({ name, label, value }: FieldProps) {
  return (
    <label className="inline-flex min-h-10 cursor-pointer items-center gap-2">
      <input
        type="checkbox"
        name={name}
        value="1"
        defaultChecked={value === "1"}
        className="size-[1.125rem] cursor-pointer accent-accent"
      />
      {label}
    </label>
  );
}
