import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { flatten, hasTitle, isDeclared, listCode, readAttacks, readSource } from "./threat-model/read-code";
import { readCited, readNumbers, readThreatModel, type Cited } from "./threat-model/read-document";
import { asvsIds, asvsIdsOfLevel2, rfcSections } from "./threat-model/standards";

const root = join(import.meta.dirname, "../..");
const model = readThreatModel(readSource(root, "docs/threat-model.md"));
const stops = model.attacks.flatMap((row) => row.stops);
const isThere = ({ path }: Cited) => existsSync(join(root, path));

/** Fewer letters of an attack's first words would fit others too. */
const leastWords = 12;

describe("docs/threat-model.md", () => {
  test("says of each attack what stops it and which test shows it", () => {
    const rows = model.attacks.map(({ attack, stops: by, tests }) => ({
      attack,
      names: by.length > 0 && by.every(({ names, words }) => names.length + words.length > 0),
      isTested: tests.length > 0 && tests.every(({ words }) => words.length > 0),
    }));
    expect(rows.length).toBeGreaterThan(50);
    expect(
      rows.filter(({ names }) => !names).map(({ attack }) => `no file with a name or words: ${attack}`),
    ).toEqual([]);
    expect(
      rows.filter(({ isTested }) => !isTested).map(({ attack }) => `no file with a test: ${attack}`),
    ).toEqual([]);
  });

  test("names no file that is gone", () => {
    const cited = model.attacks.flatMap((row) => [...row.stops, ...row.tests]);
    expect(
      cited.filter((each) => !isThere(each)).map(({ path }) => `write where it is now: ${path}`),
    ).toEqual([]);
  });

  test("names functions and words that are in their files", () => {
    const gone = stops.filter(isThere).flatMap(({ path, names, words }) => {
      const source = readSource(root, path);
      const flat = flatten(source);
      const unmade = names.filter((name) => !isDeclared(source, name)).map((name) => `makes no \`${name}\``);
      const unsaid = words.filter((each) => !flat.includes(each)).map((each) => `does not say "${each}"`);
      return unmade.concat(unsaid).map((what) => `${path} ${what}`);
    });
    expect(gone).toEqual([]);
  });

  test("names tests that are in their files", () => {
    const gone = model.attacks.flatMap((row) =>
      row.tests.filter(isThere).flatMap(({ path, words }) => {
        const source = readSource(root, path);
        return words.filter((title) => !hasTitle(source, title)).map((title) => `${path} has no "${title}"`);
      }),
    );
    expect(gone).toEqual([]);
  });

  test("has a row for every attack that a comment in the code tells of", () => {
    const uncited = listCode(root).flatMap((path) => {
      const words = stops.filter((stop) => stop.path === path).flatMap((stop) => stop.words);
      const isCited = (attack: string) =>
        words.some((each) => each.length >= leastWords && attack.startsWith(each));
      return readAttacks(readSource(root, path))
        .filter((attack) => !isCited(attack))
        .map((attack) => `add a row: [${path}](../${path}) "${attack.slice(0, 60)}"`);
    });
    expect(uncited).toEqual([]);
  });

  test("accounts for every section of RFC 9700, and for no other", () => {
    const named = new Set([
      ...model.attacks.flatMap((row) => row.rfcSections),
      ...model.rfc.flatMap((row) => row.items),
    ]);
    expect(rfcSections.filter((section) => !named.has(section))).toEqual([]);
    expect([...named].filter((section) => !rfcSections.includes(section))).toEqual([]);
  });

  test("accounts for every requirement of ASVS 5.0, level 2, and for none that it does not have", () => {
    const named = new Set([
      ...model.attacks.flatMap((row) => row.asvsIds),
      ...model.asvs.flatMap((row) => row.items),
    ]);
    expect(asvsIdsOfLevel2.filter((id) => !named.has(id))).toEqual([]);
    expect([...named].filter((id) => !asvsIds.has(id))).toEqual([]);
    expect(model.asvs.filter(({ words }) => words === "")).toEqual([]);
  });
});

describe("what this reads", () => {
  test("an attack is found however its comment is broken and called", () => {
    const source = `
// Attack: a link
// that leads away.
check();
/**
 * A fetch. Attack on nobody, but a race: two
 * at once.
 */
-- Attack: an id
-- of one's own`;
    expect(readAttacks(source).map((words) => words.slice(0, 17))).toEqual([
      "a link that leads",
      "two at once. */ A",
      "an id of one's ow",
    ]);
  });

  test("a cell's files each have their own names and words", () => {
    const cell = 'as [a.ts](../lib/a.ts) `one`, "two words"; [page](../app/(public)/[id]/page.tsx) `Page`';
    expect(readCited(cell)).toEqual([
      { path: "lib/a.ts", names: ["one"], words: ["two words"] },
      { path: "app/(public)/[id]/page.tsx", names: ["Page"], words: [] },
    ]);
  });

  test("a range is each of its numbers, and one that is none stays, to be found out", () => {
    expect(readNumbers("1.2.1–1.2.3, 4.1")).toEqual(["1.2.1", "1.2.2", "1.2.3", "4.1"]);
    expect(readNumbers("1.2.3–1.2.1, 1.2.1–1.3.2, ")).toEqual(["1.2.3–1.2.1", "1.2.1–1.3.2"]);
  });

  test("a title counts only as a test's, a name only where it is made", () => {
    const source = 'const found = 1;\ntest.each([1])("of %s",\n  () => 1);\n// "in a comment" lost()';
    expect([hasTitle(source, "of %s"), hasTitle(source, "in a comment")]).toEqual([true, false]);
    expect([isDeclared(source, "found"), isDeclared(source, "lost")]).toEqual([true, false]);
  });

  test("ASVS 5.0.0 has 345 requirements, 253 of them of the levels 1 and 2", () => {
    expect([asvsIds.size, asvsIdsOfLevel2.length]).toEqual([345, 253]);
  });
});
