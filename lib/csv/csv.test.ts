import { describe, expect, test } from "vitest";
import { csvResponse, decimal, type CsvValue } from "./csv";

async function* rowsOf(...values: CsvValue[]) {
  for (const value of values) yield { value };
}

function csv(rows: AsyncIterable<Record<"value", CsvValue>>): Response {
  return csvResponse({ filename: "values.csv", columns: ["value"], rows });
}

const lineOf = async (value: CsvValue) =>
  (await csv(rowsOf(value)).text()).replace(/^value\n/, "").slice(0, -1);

describe("a value that a program for tables would run", () => {
  test.each([
    ["=1+1", "'=1+1"],
    ["+1", "'+1"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\r=1"`],
    ["\n=1", `"'\n=1"`],
    ["＝1", "'＝1"],
    ["Mozilla/5.0 (X11;=1+1;@x)", "Mozilla/5.0 (X11;'=1+1;'@x)"],
    ["two\n=1+1", `"two\n'=1+1"`],
    ['=HYPERLINK("https://evil.example","x")', `"'=HYPERLINK(""https://evil.example"",""x"")"`],
  ])("%j is text", async (value, line) => {
    expect(await lineOf(value)).toBe(line);
  });
});

test.each(["-1234.56", "1234.56", "0.00", "-1234", "90071992547409.91"])(
  "the decimal %s is written as the number it is",
  async (text) => {
    expect(await lineOf(decimal(text))).toBe(text);
    expect(await lineOf(text)).toBe(text.startsWith("-") ? `'${text}` : text);
  },
);

describe("what is given out as a decimal and is none", () => {
  test.each([
    ["-1+1", "'-1+1"],
    ["-12.", "'-12."],
    ["-1\n", `"'-1\n"`],
    ["--1", "'--1"],
    ["=1", "'=1"],
    ["+1", "'+1"],
    ["1;-1", "1;'-1"],
    ["\n=1", `"'\n=1"`],
    ["-1|' /C calc'!A0", "'-1|' /C calc'!A0"],
    ["−12.34", "−12.34"],
    ["1,234.56", '"1,234.56"'],
    ["", ""],
  ])("%j is text", async (text, line) => {
    expect(await lineOf(decimal(text))).toBe(line);
  });
});

test("a decimal takes the guard from no value beside it or after it", async () => {
  async function* rows() {
    yield { amount: decimal("-1.50"), description: "=1+1" };
    yield { amount: decimal("-2.50"), description: "-1" };
  }
  const response = csvResponse({ filename: "x.csv", columns: ["amount", "description"], rows: rows() });
  expect(await response.text()).toBe("amount,description\n-1.50,'=1+1\n-2.50,'-1\n");
});

test.each([
  ["plain", "plain"],
  ['a "quoted" word', '"a ""quoted"" word"'],
  ["two\nlines", '"two\nlines"'],
  ["a,b", '"a,b"'],
  ["Zürich 東京 🏦", "Zürich 東京 🏦"],
  ["", ""],
  [null, ""],
  [-42, "-42"],
  [true, "true"],
  [false, "false"],
  [new Date("2026-11-22T18:00:00Z"), "2026-11-22T18:00:00.000Z"],
])("%j is written as %j", async (value, line) => {
  expect(await lineOf(value)).toBe(line);
});

test("is a download of its own name, kept by no cache, with its columns in the first line", async () => {
  const response = csvResponse({ filename: "events.csv", columns: ["b", "a"], rows: oneRow() });
  expect(Object.fromEntries(response.headers)).toEqual({
    "cache-control": "no-store",
    "content-disposition": 'attachment; filename="events.csv"',
    "content-type": "text/csv; charset=utf-8",
  });
  expect(await response.text()).toBe("b,a\n2,1\n");
});

async function* oneRow() {
  yield { a: 1, b: 2 };
}

test("a number of the database that is larger than JavaScript's own keeps its digits", async () => {
  expect(await lineOf(9_007_199_254_740_993n)).toBe("9007199254740993");
});

test("of nothing has its first line", async () => {
  expect(await csv(rowsOf()).text()).toBe("value\n");
});

test("a failure in the middle fails the download", async () => {
  async function* broken() {
    yield { value: "first" };
    throw new Error("the database is gone");
  }
  await expect(csv(broken()).text()).rejects.toThrow("the database is gone");
});

test("rows are read as they are asked for, and no more once the reader has left", async () => {
  let read = 0;
  let isEnded = false;
  async function* endless() {
    try {
      for (;;) {
        read += 1;
        yield { value: "x".repeat(1_000) };
      }
    } finally {
      isEnded = true;
    }
  }
  const reader = csv(endless()).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await expect.poll(() => isEnded).toBe(true);
  expect(read).toBeLessThan(1_000);
});
