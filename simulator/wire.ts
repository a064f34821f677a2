import type Increase from "increase";

/**
 * A type of the SDK without its index signatures. The SDK lets responses carry unknown fields;
 * with this the compiler refuses a field that Increase does not have.
 */
export type Exact<T> = T extends readonly (infer Item)[]
  ? Exact<Item>[]
  : T extends object
    ? { [Key in keyof T as string extends Key ? never : Key]: Exact<T[Key]> }
    : T;

export type Account = Exact<Increase.Account>;
export type AccountNumber = Exact<Increase.AccountNumber>;
export type BalanceLookup = Exact<Increase.BalanceLookup>;
export type Card = Exact<Increase.Card>;
export type Event = Exact<Increase.Event>;
/** Increase adds categories at any time; a test may fire one that does not exist yet. */
export type AnyEvent = Omit<Event, "category"> & { category: string };
export type EventSubscription = Exact<Increase.EventSubscription>;
export type Group = Exact<Increase.Group>;
export type OAuthApplication = Exact<Increase.OAuthApplication>;
export type OAuthConnection = Exact<Increase.OAuthConnection>;
export type OAuthToken = Exact<Increase.OAuthToken>;
export type PendingTransaction = Exact<Increase.PendingTransaction>;
export type Transaction = Exact<Increase.Transaction>;

/** A source that a test made up: for a category or a field that Increase adds tomorrow. */
export interface GivenSource {
  category: string;
  [field: string]: unknown;
}
/** What the API may answer where tests may make up the source or the status. */
export type AnyTransaction = Omit<Transaction, "source"> & { source: Transaction["source"] | GivenSource };
export type AnyPendingTransaction = Omit<PendingTransaction, "source"> & {
  source: PendingTransaction["source"] | GivenSource;
};
export type AnyAccount = Omit<Account, "status"> & { status: string };
export type AnyAccountNumber = Omit<AccountNumber, "status"> & { status: string };
export type AnyCard = Omit<Card, "status"> & { status: string };

/**
 * A list that names every member of a union: leaving one out, or adding one, does not compile.
 * `allOf<"a" | "b">()(["a", "b"])`
 */
export function allOf<Union extends string>() {
  return <const List extends readonly Union[]>(
    list: List & ([Union] extends [List[number]] ? unknown : "a member of the union is missing"),
  ): List => list;
}
