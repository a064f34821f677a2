import { expect, test } from "vitest";
import { createLog, logConsole, logRequestError } from "./log";
import { Secret } from "./vault";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog({ write: (line) => lines.push(line) }));
  return lines.join("");
}

test("secrets are redacted by name, at three depths", () => {
  const text = logged((log) => {
    log.info({ token: "s3cret", a: { access_token: "s3cret", b: { authorization: "s3cret" } } }, "said");
    log.info({ headers: { "set-cookie": "s3cret", cookie: "s3cret" }, secret: new Secret("s3cret") }, "said");
  });
  expect(text).not.toContain("s3cret");
  expect(text).toContain("[redacted]");
});

test("the values of a failed query are not logged", () => {
  const error = new Error(
    'Failed query: insert into "sessions" values ($1)\nparams: s3cret\nsecond line of s3cret',
  );
  const text = logged((log) => log.error({ err: new Error("outer", { cause: error }) }, "failed"));
  expect(text).toContain("Failed query: insert");
  expect(text).toContain("log.test.ts");
  expect(text).not.toContain("s3cret");
});

test("nor are those that come after one that looks like a line of a stack", () => {
  const error = new Error("Failed query: select $1, $2\nparams: a note\n    at nowhere,s3cret");
  const changed = new Error(error.message);
  changed.message = "another";
  const text = logged((log) => {
    const target: Pick<Console, "error" | "warn"> = { error: () => undefined, warn: () => undefined };
    logConsole(log, target);
    log.error({ err: error }, "failed");
    log.error({ err: changed }, "failed");
    target.error(error.stack);
  });
  expect(text).toContain("log.test.ts");
  expect(text).not.toContain("s3cret");
});

test("an error keeps its causes and leaves out what it carries", () => {
  const error = new Error("outer", { cause: new Error("inner") });
  Object.assign(error, { request: { headers: { "x-api": "s3cret" } } });
  const text = logged((log) => log.error({ err: error }, "failed"));
  expect(text).toContain("outer");
  expect(text).toContain("inner");
  expect(text).not.toContain("s3cret");
});

test("what Next reports of a failed page is one line, without the values of its query", () => {
  const text = logged((log) => {
    const target: Pick<Console, "error" | "warn"> = { error: () => undefined, warn: () => undefined };
    logConsole(log, target);
    const cause = new Error("date/time field value out of range");
    target.error("⨯", new Error('Failed query: select 1\nparams: s3cret\n{"level":"info"}', { cause }));
    target.error("⨯ Error: Failed query: select 2\nparams: s3cret");
    target.warn("Failed to find Server Action.\n    at somewhere");
  });
  const levels = text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(levels).toMatchObject([{ level: "error" }, { level: "error" }, { level: "warn" }]);
  expect(text).toContain("out of range");
  expect(text).not.toMatch(/s3cret|^\{"level":"info"/m);
});

test("a page that failed is one line, with its request and what its error page shows", () => {
  const error = Object.assign(new Error("outer", { cause: new Error("inner") }), { digest: "42" });
  const text = logged((log) => {
    const target: Pick<Console, "error" | "warn"> = { error: () => undefined, warn: () => undefined };
    logConsole(log, target);
    target.error(error);
    logRequestError(error, { requestId: "request-1", route: "/groups/[group_id]" }, log);
  });
  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    requestId: "request-1",
    route: "/groups/[group_id]",
    digest: "42",
    err: { message: "outer", cause: { message: "inner" } },
  });
});
