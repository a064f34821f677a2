import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where `Attack:` above a check is a promise of the portal's. */
const places = ["app", "lib", "db"];
const singleFiles = ["proxy.ts", "instrumentation.ts"];
const isCode = (path: string) =>
  /\.(tsx?|sql)$/.test(path) && !/\.(test|spec)\.tsx?$/.test(path) && !path.split("/").includes("testing");

export function listCode(root: string): string[] {
  const found = places.flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, encoding: "utf8" }).map((path) => `${place}/${path}`),
  );
  return [...found, ...singleFiles].filter(isCode).toSorted();
}

export const readSource = (root: string, path: string) => readFileSync(join(root, path), "utf8");

/** A source with each comment's lines as one, so that words are found wherever a line ends. */
export function flatten(source: string): string {
  return source.replaceAll(/\n[ \t]*(\/\/|\*(?!\/)|--)?/g, " ").replaceAll(/\s+/g, " ");
}

/** What stands after each `Attack:`, or `Attack, or a fault of Increase's:`, to its comment's end and beyond. */
export function readAttacks(source: string): string[] {
  return [...flatten(source).matchAll(/\bAttack\b[^:.;]{0,60}: (?=(.{1,200}))/g)].map(
    ([, words = ""]) => words,
  );
}

const escape = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** Whether something of that name is made in the file: a function, a constant, a method, a table's trigger. */
export function isDeclared(source: string, name: string): boolean {
  const known = escape(name);
  const made = `\\b(function\\*?|const|let|class|type|trigger)\\s+${known}\\b`;
  return new RegExp(`${made}|^\\s*(async\\s+)?["']?${known}["']?\\s*[(:]`, "im").test(source);
}

/** Whether a test, or a block of tests, has that title, as it is written in the file. */
export function hasTitle(source: string, title: string): boolean {
  return new RegExp(`\\(\\s*(["'\`])${escape(title)}\\1`).test(source);
}
