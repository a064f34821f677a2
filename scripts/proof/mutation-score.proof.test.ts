import { afterAll, beforeAll, expect, test } from "vitest";
import { listMutatedFiles, mutate } from "../mutation/mutate";
import { createRunDirectory } from "../postgres/throwaway";
import { startKeeper, type Keeper } from "../stack/keeper";
import { readDataDir } from "../stack/settings";
import { size, suiteNamed } from "./suite";

const suite = suiteNamed("mutation score");
const allFiles = await listMutatedFiles();
const files = allFiles.slice(0, size(allFiles.length, 1));

let keeper: Keeper;
beforeAll(() => {
  keeper = startKeeper();
});
afterAll(() => keeper.end());

test("a small change to what guards tokens, deliveries and permissions is noticed by a test beside it", async () => {
  const { path } = await createRunDirectory(keeper, readDataDir(process.env));
  const scores = await mutate(keeper, path, files);
  expect(scores.map((score) => score.path).toSorted()).toEqual(files.toSorted());
  const survivors = scores.flatMap((score) => score.survivors);
  for (const survivor of survivors) process.stderr.write(`… survived: ${survivor}\n`);
  for (const { path: file, mutants, killed } of scores) {
    suite.figure(`${file}, killed of ${mutants} mutants: percent`, (100 * killed) / mutants, { atLeast: 90 });
  }
  suite.figure("survivors that nothing explains", survivors.length, { is: 0 });
  const explained = scores.reduce((sum, score) => sum + score.explained, 0);
  suite.figure("mutants that are explained where they stand", explained, { atMost: 5 });
});
