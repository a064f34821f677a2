import type { World } from "../state/world";

/** What a submitted form holds: text, whatever it means. */
export type Form = Record<string, string>;

/** Does what a form asks; returns the sentence that the page then shows. */
export type FormAction = (world: World, form: Form) => string;

export function withoutBlanks(form: Form): Form {
  return Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ""));
}

export function numbers(form: Form, names: string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => [name, names.includes(name) ? Number(value) : value]),
  );
}
