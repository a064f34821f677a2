import { styleText } from "node:util";
import type { CheckReport, Finding, Fixed, Report, Severity } from "@/lib/doctor";

const widest = 100;
const looks = {
  error: { title: "Broken", mark: "✖", colour: "red" },
  warning: { title: "At risk", mark: "!", colour: "yellow" },
} as const;

type Colour = (typeof looks)[Severity]["colour"] | "green" | "dim" | "bold";

/** Colour is for people at a terminal who have not declined it. */
function paint(colour: Colour, text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? styleText(colour, text) : text;
}

/** Lines no wider than the terminal, all but the first behind as many blanks as `indent` has. */
export function wrap(
  text: string,
  indent: string,
  width = Math.min(process.stdout.columns || widest, widest),
): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || indent.length + line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join(`\n${" ".repeat(indent.length)}`);
}

function say(indent: string, text: string): void {
  process.stdout.write(`${indent}${wrap(text, indent)}\n`);
}

function printFinding({ severity, code, what, why, fix }: Finding): void {
  const { mark, colour } = looks[severity];
  process.stdout.write(`\n  ${paint(colour, mark)} ${wrap(what, "    ")} ${paint("dim", `[${code}]`)}\n`);
  say("    Why  ", why);
  say("    Fix  ", fix);
}

function printFindings(findings: Finding[], severity: Severity): void {
  const of = findings.filter((finding) => finding.severity === severity);
  if (of.length === 0) return;
  process.stdout.write(`\n${paint("bold", looks[severity].title)}\n`);
  for (const finding of of) printFinding(finding);
}

function printWell(checks: CheckReport[]): void {
  const well = checks.filter(({ outcome }) => outcome.kind === "checked" && outcome.findings.length === 0);
  if (well.length === 0) return;
  process.stdout.write(`\n${paint("bold", "Well")}\n`);
  for (const { title, whenWell, outcome } of well) {
    process.stdout.write(`  ${paint("green", "✔")} ${wrap(`${title}: ${whenWell}`, "    ")}\n`);
    for (const note of outcome.kind === "checked" ? outcome.notes : []) say("      ", note);
  }
}

function printNotChecked(checks: CheckReport[]): void {
  const left = checks.flatMap(({ title, outcome }) =>
    outcome.kind === "not_checked" ? [`${title}: ${outcome.because}`] : [],
  );
  if (left.length === 0) return;
  process.stdout.write(`\n${paint("bold", "Not checked")}\n`);
  for (const words of left) process.stdout.write(`  – ${wrap(words, "    ")}\n`);
}

function countOf(findings: Finding[], severity: Severity, words: string): string {
  const count = findings.filter((finding) => finding.severity === severity).length;
  return `${count} ${words}`;
}

/** What is wrong first, then what could not be told, then what is well. */
export function printReport({ checks, findings, checkedAt }: Report, fixed: Fixed[]): void {
  for (const { environment, words } of fixed) {
    say("", `${environment === "live" ? "Live" : "Sandbox"}: ${words}`);
  }
  printFindings(findings, "error");
  printFindings(findings, "warning");
  printNotChecked(checks);
  printWell(checks);
  const summary =
    findings.length === 0
      ? "Nothing was found"
      : `${countOf(findings, "error", "broken")}, ${countOf(findings, "warning", "at risk")}`;
  process.stdout.write(`\n${summary}, of ${checks.length} checks at ${checkedAt.toISOString()}.\n`);
}
