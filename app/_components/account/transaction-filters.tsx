import { accountPath } from "@/app/_components/shell/group-path";
import { categoryLabel, transactionCategoryOptions } from "@/app/_components/transactions/category-words";
import { FilterBar, FilterDate, FilterSelect, FilterText, fieldStyle } from "@/app/_components/ui/filter-bar";
import { Skeleton } from "@/app/_components/ui/skeleton";
import { clearedHref, isFiltered, type AccountPlace } from "./account-place";
import type { Routes } from "./route-names";

const widths = { text: "max-sm:col-span-2 sm:min-w-[22rem] sm:flex-1", amount: "sm:w-28" } as const;

const directions: readonly Option[] = [
  { value: "in", label: "In" },
  { value: "out", label: "Out" },
];

type Option = { value: string; label: string };

/** What is chosen is among the choices, also where nobody here has heard of it. */
function withChosen(
  options: readonly Option[],
  chosen: string | undefined,
  label: (value: string) => string,
) {
  if (chosen === undefined || options.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: label(chosen) }];
}

/** A plain form: what is asked for is in the address. A place in another list means nothing, so it is left out. */
export function TransactionFilters({ routes, place }: { routes: Routes; place: AccountPlace }) {
  const { home, accountId, search } = place;
  const { kept, environment } = search;
  return (
    <FilterBar
      action={accountPath(home, accountId)}
      clearHref={isFiltered(place) ? clearedHref(place) : undefined}
      hidden={{
        environment: environment === "sandbox" ? environment : undefined,
        days: kept.days,
        complete: kept.complete,
      }}
      label="Filter transactions"
    >
      <TextField value={kept.q} />
      <FilterSelect
        name="category"
        label="Category"
        value={kept.category}
        isWide
        options={withChosen(transactionCategoryOptions, kept.category, categoryLabel)}
      />
      <RouteField routes={routes} value={kept.route_id} />
      <FilterSelect
        name="direction"
        label="Money"
        value={kept.direction}
        options={directions}
        anyLabel="In and out"
      />
      <FilterDate name="from" label="From" value={kept.from} />
      <FilterDate name="to" label="To" value={kept.to} />
      <AmountField name="min" label="Amount from" value={kept.min} />
      <AmountField name="max" label="Amount to" value={kept.max} />
    </FilterBar>
  );
}

/** Where the account's numbers and cards could not be read, what is asked for can still be seen, and taken away. */
function RouteField({ routes, value }: { routes: Routes; value: string | undefined }) {
  if (!routes.isKnown) return <FilterText name="route_id" label="Came through" value={value} />;
  const options = [...routes.names].map(([id, label]) => ({ value: id, label }));
  return (
    <FilterSelect
      name="route_id"
      label="Came through"
      value={value}
      options={withChosen(options, value, (id) => id)}
    />
  );
}

function TextField({ value = "" }: { value: string | undefined }) {
  return (
    <label className={`grid min-w-0 gap-1 ${widths.text}`}>
      <span className="text-small text-ink-faint">Description or any detail</span>
      <input
        type="search"
        name="q"
        defaultValue={value}
        maxLength={200}
        spellCheck={false}
        autoCapitalize="none"
        className={`${fieldStyle} px-3`}
      />
    </label>
  );
}

function AmountField({
  name,
  label,
  value = "",
}: {
  name: string;
  label: string;
  value: string | undefined;
}) {
  return (
    <label className={`grid min-w-0 gap-1 ${widths.amount}`}>
      <span className="text-small text-ink-faint">{label}</span>
      <input
        type="text"
        inputMode="decimal"
        name={name}
        defaultValue={value}
        maxLength={40}
        className={`${fieldStyle} px-3 text-right tabular-nums`}
      />
    </label>
  );
}

function FieldPlace({ label, width }: { label: string; width: string }) {
  return (
    <div className={`grid min-w-0 gap-1 ${width}`}>
      <span className="text-small text-ink-faint">{label}</span>
      <span className={fieldStyle} />
    </div>
  );
}

/** The form before its choices: nothing can be typed into it that would be lost. */
export function FiltersSkeleton() {
  return (
    <div
      aria-hidden="true"
      className="grid grid-cols-2 items-end gap-x-4 gap-y-3 border-y border-line py-4 sm:flex sm:flex-wrap"
    >
      <FieldPlace label="Description or any detail" width={widths.text} />
      <FieldPlace label="Category" width="max-sm:col-span-2 sm:w-72" />
      <FieldPlace label="Came through" width="sm:w-60" />
      <FieldPlace label="Money" width="sm:w-36" />
      <FieldPlace label="From" width="sm:w-36" />
      <FieldPlace label="To" width="sm:w-36" />
      <FieldPlace label="Amount from" width={widths.amount} />
      <FieldPlace label="Amount to" width={widths.amount} />
      <span className="flex min-h-10 items-center max-sm:col-span-2">
        <Skeleton className="w-16" />
      </span>
    </div>
  );
}
