/**
 * What a migration must not do, because the version before serves while it runs and for a while after it: take away
 * or change what that version reads, refuse what it writes, or hold a table for as long as that table is big.
 */
type Rule = { name: string; matches(statement: string, known: KnownTables): boolean };

/** Tables that this very file creates: they are empty, and nobody reads them yet. */
type KnownTables = { isNew(table: string): boolean };

const table = String.raw`(?:only )?(?:"?public"?\.)?"?(\w+)"?`;
const alter = new RegExp(`^alter table (?:if exists )?${table} `);
const index = new RegExp(`^create (?:unique )?index .*? on ${table}[ (]`);
const trigger = new RegExp(`^create (?:or replace )?(?:constraint )?trigger .*? on ${table} `);

function tableOf(pattern: RegExp, statement: string): string | null {
  return pattern.exec(statement)?.[1] ?? null;
}

function isOfOldTable(pattern: RegExp, statement: string, { isNew }: KnownTables): boolean {
  const name = tableOf(pattern, statement);
  return name !== null && !isNew(name);
}

const anywhere = (name: string, pattern: RegExp): Rule => ({
  name,
  matches: (statement) => pattern.test(statement),
});
const onOldTable = (name: string, subject: RegExp, pattern: RegExp): Rule => ({
  name,
  matches: (statement, known) => isOfOldTable(subject, statement, known) && pattern.test(statement),
});

const rules: Rule[] = [
  anywhere("drops something", /^drop |^alter .*\bdrop (?!not null)/),
  anywhere("renames something", /\brename\b/),
  anywhere("moves something", /^alter .*\bset schema\b/),
  anywhere("takes a right away", /^revoke /),
  anywhere("changes or deletes rows", /^(update|delete|truncate|merge|with) /),
  anywhere("can't run in a transaction", /\bconcurrently\b|^vacuum /),
  anywhere("locks or rewrites a whole table", /^(lock|cluster|reindex) /),
  anywhere("runs what can't be read here", /^(do|call|execute) /),
  onOldTable("changes a column's type", alter, /\balter (column )?\S+ (set data )?type\b/),
  onOldTable("refuses null in a column", alter, /\bset not null\b/),
  onOldTable(
    "adds a column that the old version leaves out",
    alter,
    /\badd (?!constraint)(?!.*\bdefault\b).*\bnot null\b/,
  ),
  onOldTable(
    "rewrites the table for a new column",
    alter,
    /\badd (?!constraint).*(\b(generated|(big|small)?serial|unique|primary key)\b|\bdefault \(?(gen_random_uuid|uuidv\d|random|clock_timestamp|nextval)\b)/,
  ),
  onOldTable("adds a constraint without NOT VALID", alter, /\badd constraint (?!.*\bnot valid\b)/),
  onOldTable("validates in the transaction that holds the table", alter, /\bvalidate constraint\b/),
  onOldTable("shuts a table by rows", alter, /\b(enable|force) row level security\b/),
  onOldTable(
    "builds an index that was not built before",
    index,
    /^create index (?!concurrently|if not exists)/,
  ),
  onOldTable("refuses rows that were good", index, /^create unique /),
  onOldTable("adds a trigger", trigger, /./),
];

/** Without comments, and without what stands between quotes: words there are no statement's. */
function toStatements(file: string): string[] {
  return file
    .replaceAll(/--.*$/gm, "")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/(\$\w*\$)[\s\S]*?\1/g, "''")
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .split(";")
    .map((statement) => statement.replaceAll(/\s+/g, " ").trim().toLowerCase())
    .filter((statement) => statement !== "")
    .flatMap(toSingleActions);
}

/** `alter table t a, b` is two statements in one. */
function toSingleActions(statement: string): string[] {
  const head = alter.exec(statement)?.[0];
  if (head === undefined) return [statement];
  const actions: string[] = [];
  let depth = 0;
  let action = "";
  for (const character of `${statement.slice(head.length)},`) {
    depth += character === "(" ? 1 : character === ")" ? -1 : 0;
    const isEnd = character === "," && depth === 0;
    if (isEnd) actions.push(action.trim());
    action = isEnd ? "" : action + character;
  }
  return actions.map((each) => `${head}${each}`);
}

export type Breach = { rule: string; statement: string };

export function findBreaches(file: string): Breach[] {
  const statements = toStatements(file);
  const created = new Set(
    statements.flatMap(
      (statement) =>
        new RegExp(`^create (?:unlogged )?table (?:if not exists )?${table}`).exec(statement)?.[1] ?? [],
    ),
  );
  const known = { isNew: (name: string) => created.has(name) };
  return statements.flatMap((statement) =>
    rules
      .filter((rule) => rule.matches(statement, known))
      .map(({ name }) => ({ rule: name, statement: statement.slice(0, 80) })),
  );
}
