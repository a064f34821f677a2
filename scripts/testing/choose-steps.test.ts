import { expect, test } from "vitest";
import { chooseSteps } from "./choose-steps";

const names = ["lint", "unit", "build", "proof", "e2e"];

function chosen(...argv: string[]) {
  const { isChosen, args } = chooseSteps(argv, names);
  return { names: names.filter((name) => isChosen(name)), args };
}

test("without words every step runs", () => {
  expect(chosen()).toEqual({ names, args: [] });
});

test("--without-e2e leaves out the browser alone", () => {
  expect(chosen("--without-e2e").names).toEqual(["lint", "unit", "build", "proof"]);
});

test("the browser's tests come with the build they need, and get the other words", () => {
  expect(chosen("--only=e2e", "sign-in", "--headed")).toEqual({
    names: ["build", "e2e"],
    args: ["sign-in", "--headed"],
  });
});

test("the proof comes with the build that it attacks", () => {
  expect(chosen("--only=proof").names).toEqual(["build", "proof"]);
});

test("words that belong to no step are refused", () => {
  expect(() => chosen("sign-in")).toThrow('Which step is "sign-in" for?');
  expect(() => chosen("--only=browser")).toThrow('no step "browser"');
});
