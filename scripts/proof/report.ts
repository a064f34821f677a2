import { describeBound, describeValue, isMet, type Figure } from "./figures";

export type Report = { date: Date; scale: number; seed: number; figures: Figure[] };

/** A line for a terminal. */
export function toLine(figure: Figure): string {
  const { suite, name, value, bound } = figure;
  const words = `${suite}: ${name}`;
  return `${isMet(figure) ? "✔" : "✖"} ${words.padEnd(82)} ${describeValue(value).padStart(9)}  ${describeBound(bound)}`;
}

/** What `docs/proof.md` says. Names of figures hold no pipes, so the table needs no escapes. */
export function toMarkdown({ date, scale, seed, figures }: Report): string {
  const rows = figures.map(
    (figure) =>
      `| ${figure.suite} | ${figure.name} | ${describeValue(figure.value)} | ${describeBound(figure.bound)} | ${isMet(figure) ? "yes" : "**no**"} |`,
  );
  return `# What has been proven

Written by \`npm run prove -- --scale=${scale} --seed=${seed}\` on ${date.toISOString().slice(0, 10)}.

Each figure is held to its bound by the suite that counts it (\`scripts/proof/\`); \`npm test\` runs samples of the same
suites. The seed decides what is sent, in which order and when servers are killed; which requests that meets is up to the machine.

| suite | figure | value | bound | met |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
