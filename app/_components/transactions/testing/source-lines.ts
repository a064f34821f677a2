import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { FactRows } from "../fact-rows";
import { toShownSource } from "../to-shown-facts";

export const now = new Date("2026-11-22T12:00:00Z");

type Page = { currency?: string; timeZone?: string };

export function toMarkup(
  category: string,
  details: object,
  { currency = "USD", timeZone = "UTC" }: Page = {},
): string {
  const facts = toShownSource({ category, details: { ...details } }, currency, { timeZone, now });
  return renderToStaticMarkup(createElement(FactRows, { facts }));
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
