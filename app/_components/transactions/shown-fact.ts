export type ShownAmount = { text: string; value: string };
export type ShownTime = { text: string; dateTime: string; title?: string };

/** What is read of a fact, in its last form: made on the server, shown by whoever opens the panel. */
export type ShownValue =
  | string
  | ({ kind: "money" } & ShownAmount)
  | { kind: "code"; text: string; name?: string }
  | ({ kind: "time" } & ShownTime)
  | { kind: "link"; text: string; href: string }
  | { kind: "facts"; facts: readonly ShownFact[] }
  | { kind: "list"; items: readonly ShownValue[] };

export type ShownFact = readonly [label: string, value: ShownValue];
