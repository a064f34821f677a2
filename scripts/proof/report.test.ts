import { expect, test } from "vitest";
import { toLine, toMarkdown } from "./report";

const kept = { suite: "kills", name: "acknowledged events", value: 20_481, bound: { atLeast: 20_000 } };
const broken = { suite: "mutations", name: "accepted", value: 1, bound: { is: 0 } };

test("the report tells a bound that was kept from one that was not", () => {
  const report = toMarkdown({
    date: new Date("2026-01-02T03:04:05Z"),
    scale: 1,
    seed: 7,
    figures: [kept, broken],
  });
  expect(report).toContain("`npm run prove -- --scale=1 --seed=7` on 2026-01-02.");
  expect(report).toContain("| kills | acknowledged events | 20,481 | ≥ 20,000 | yes |");
  expect(report).toContain("| mutations | accepted | 1 | = 0 | **no** |");
  expect(toLine(kept)).toMatch(/^✔ kills: acknowledged events +20,481 {2}≥ 20,000$/);
  expect(toLine(broken)).toMatch(/^✖ /);
});
