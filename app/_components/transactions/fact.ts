/** One value, ready to be shown. */
export type FactValue =
  | { kind: "money"; amountCents: number; currency: string }
  | { kind: "figure"; text: string }
  | { kind: "moment"; at: Date }
  | { kind: "day"; day: string }
  | { kind: "code"; text: string }
  | { kind: "text"; text: string }
  | { kind: "facts"; facts: Facts }
  | { kind: "list"; items: readonly FactValue[]; leftOutCount: number };

/** `key` is Increase's name of the field, and where it stands; `label` is what it is called. */
export type Fact = { key: string; label: string; value: FactValue };

export type Facts = { facts: readonly Fact[]; leftOutCount: number };
