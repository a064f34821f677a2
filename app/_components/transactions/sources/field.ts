/**
 * How a field's value is read. Amounts, moments, days, ids (by `_id`) and account numbers are known by their name and
 * form and need no kind. `text` is shown as written; `code` is a reference to copy; `words` is one of a set of values;
 * `decimal` is an amount in major units, as text; `inline` is an object whose fields stand among those around it.
 */
export type FieldKind = "text" | "code" | "words" | "decimal" | "account_number" | "inline";

export type Field = readonly [name: string, label: string, kind?: FieldKind, fields?: Fields];

/** An object's fields that matter to a finance team, in the order to read them. Others follow in their own name. */
export type Fields = readonly Field[];
