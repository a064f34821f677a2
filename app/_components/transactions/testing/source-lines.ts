import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { SourceFacts } from "../source-facts";

export const now = new Date("2026-11-22T12:00:00Z");

export function toMarkup(category: string, details: object, currency = "USD"): string {
  const source = { category, details: { ...details } };
  return renderToStaticMarkup(createElement(SourceFacts, { source, currency, timeZone: "UTC", now }));
}

const entities = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#x27;", "'"],
]);

/** What a person reads, a line for each name and its value: `Trace number: 091000010000001`. */
export function toLines(markup: string): string[] {
  return markup
    .replaceAll("</dt>", ": ")
    .replaceAll(/<(dt|li)\b/g, "\n<$1")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&[^;]*;/g, (entity) => entities.get(entity) ?? entity)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The names alone. */
export function toLabels(markup: string): string[] {
  return Array.from(markup.matchAll(/<dt[^>]*>(.*?)<\/dt>/g), ([, label = ""]) => label);
}

/** An example of what Increase sends for a category, and some of the lines that must be read of it. */
export type Example<Details> = { details: Details; shows: readonly string[] };
