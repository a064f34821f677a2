import type { Column } from "@/app/_components/ui/data-table";
import { accountSorts } from "./account-order";
import { sortHref, type ListRequest } from "./list-place";

const plain: readonly Column[] = [
  { id: "name", label: "Account" },
  { id: "type", label: "Type", width: "md:w-20 lg:w-24" },
  { id: "bank", label: "Bank", width: "md:w-28 lg:w-44" },
  { id: "status", label: "Status", width: "md:w-24 lg:w-28" },
  { id: "current", label: "Current", align: "end", width: "md:w-32 lg:w-40" },
  { id: "available", label: "Available", align: "end", width: "md:w-32 lg:w-40" },
];

function sortable(place: ListRequest, column: Column): Column {
  const by = accountSorts.find((sort) => sort === column.id);
  if (by === undefined) return column;
  const direction = place.order?.by === by ? place.order.direction : null;
  return { ...column, sort: { href: sortHref(place, by), direction } };
}

/** Each but the bank leads to the page sorted by it; `null` for a table that is not sorted by itself. */
export function accountColumns(place: ListRequest | null): readonly Column[] {
  return place === null ? plain : plain.map((column) => sortable(place, column));
}
