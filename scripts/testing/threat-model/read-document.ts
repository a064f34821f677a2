/** A file that a row names, and what is said to stand in it. `path` is from the root. */
export type Cited = { path: string; names: string[]; words: string[] };

export type AttackRow = {
  attack: string;
  stops: Cited[];
  tests: Cited[];
  rfcSections: string[];
  asvsIds: string[];
};

export type AccountRow = { items: string[]; words: string };

export type ThreatModel = { attacks: AttackRow[]; rfc: AccountRow[]; asvs: AccountRow[] };

type Table = { header: string[]; rows: string[][] };

const isTableLine = (line: string) => line.startsWith("|");
/** A bar inside of a cell is written `\|`. */
const toCells = (line: string) =>
  line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

function readTables(markdown: string): Table[] {
  const blocks = markdown.split(/\n(?!\|)/).map((block) => block.split("\n").filter(isTableLine));
  return blocks.flatMap(([header, _rule, ...rows]) =>
    header === undefined ? [] : [{ header: toCells(header), rows: rows.map(toCells) }],
  );
}

/** `[name](../path)`, where parts of the path may be in parentheses, then `` `names` `` and "words" that stand in it. */
const piece = /\]\(\.\.\/((?:[^()\s]|\([^()\s]*\))+)\)|`([^`]+)`|"([^"]+)"/g;

export function readCited(cell: string): Cited[] {
  const cited: Cited[] = [];
  for (const [, path, name, words] of cell.matchAll(piece)) {
    const current = cited.at(-1);
    if (path !== undefined) cited.push({ path, names: [], words: [] });
    else if (name !== undefined) current?.names.push(name);
    else if (words !== undefined) current?.words.push(words);
  }
  return cited;
}

/** `6.2.1–6.2.3, 7.1.1` → each of them. */
export function readNumbers(cell: string): string[] {
  return cell.split(",").flatMap((part) => {
    const [from = "", to] = part.trim().split("–");
    if (to === undefined) return from === "" ? [] : [from];
    const prefix = from.slice(0, from.lastIndexOf(".") + 1);
    const [first, last] = [Number(from.slice(prefix.length)), Number(to.slice(prefix.length))];
    if (!to.startsWith(prefix) || !(first < last)) return [part.trim()];
    return Array.from({ length: last - first + 1 }, (_, index) => `${prefix}${first + index}`);
  });
}

function toAttackRow([attack = "", stops = "", tests = "", rfc = "", asvs = ""]: string[]): AttackRow {
  return {
    attack,
    stops: readCited(stops),
    tests: readCited(tests),
    rfcSections: readNumbers(rfc),
    asvsIds: readNumbers(asvs),
  };
}

const toAccount = ([items = "", ...others]: string[]): AccountRow => ({
  items: readNumbers(items),
  words: others.join(" "),
});

export function readThreatModel(markdown: string): ThreatModel {
  const tables = readTables(markdown);
  const rowsUnder = (name: string) => tables.flatMap(({ header, rows }) => (header[0] === name ? rows : []));
  return {
    attacks: rowsUnder("Attack").map(toAttackRow),
    rfc: rowsUnder("RFC 9700").map(toAccount),
    asvs: rowsUnder("ASVS 5.0").map(toAccount),
  };
}
