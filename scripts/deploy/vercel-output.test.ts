import { expect, test } from "vitest";
import { findOutputFaults, toFunctionName, type VercelOutput } from "./vercel-output";

const config = {
  regions: ["iad1"],
  buildCommand: "next build",
  functions: { "app/**/*": { maxDuration: 60 } },
  crons: [{ path: "/api/cron/process", schedule: "* * * * *" }],
};
const packages = {
  "node_modules/pg": {},
  "node_modules/hono": { dev: true },
  "node_modules/next": {},
  "node_modules/next/node_modules/postcss": { dev: true },
};
const routeFiles = ["(public)/page.tsx", "api/cron/process/route.ts"];
const expected = { config, packages, routeFiles };

function made(change: Partial<VercelOutput["functions"][number]> = {}): VercelOutput {
  const files = [".next/server/app/page.js", "node_modules/pg/lib/index.js", "___next_launcher.cjs"];
  return {
    crons: config.crons,
    functions: [
      { name: "index", maxDuration: 60, files },
      { name: "api/cron/process", maxDuration: 60, files, ...change },
    ],
  };
}

test("a build that is as it should be has no fault", () => {
  expect(findOutputFaults(made(), expected)).toEqual([]);
});

test.each([
  ["may run undefined s, not 60", { maxDuration: undefined }],
  ["may run 300 s, not 60", { maxDuration: 300 }],
  ["carries the dev dependency node_modules/hono", { files: ["node_modules/hono/dist/index.js"] }],
  [
    "carries the dev dependency node_modules/next/node_modules/postcss",
    { files: ["node_modules/next/node_modules/postcss/lib/at-rule.js"] },
  ],
  ["carries .env.demo", { files: [".env.demo"] }],
  ["carries simulator/main.ts", { files: ["simulator/main.ts"] }],
])("%s", (words, change) => {
  expect(findOutputFaults(made(change), expected)).toEqual([`api/cron/process: ${words}`]);
});

test("a function or a cron that is missing is named", () => {
  const { functions } = made();
  expect(findOutputFaults({ crons: [], functions: functions.slice(0, 1) }, expected)).toEqual([
    "api/cron/process: there is no such function",
    "the crons differ",
  ]);
});

test("groups of routes are no part of an address", () => {
  expect(toFunctionName("(customer)/groups/[group_id]/page.tsx")).toBe("groups/[group_id]");
  expect(toFunctionName("page.tsx")).toBe("index");
});
