import ora from "ora";

const firstAfterMs = 1_000;
const logEveryMs = 10_000;

/** Says what is going on once it takes longer than a second. On stderr: stdout is the report's. */
export function startProgress(label: string, counted: string, output: NodeJS.WriteStream = process.stderr) {
  const startedAt = performance.now();
  let count = "";
  const text = () => `${label} (${((performance.now() - startedAt) / 1000).toFixed(0)} s${count})`;
  // A terminal without a size (some containers and CI) would have ora clear lines for ever.
  const spinner = output.isTTY && output.columns > 0 ? ora({ stream: output, discardStdin: false }) : null;
  let timer = setTimeout(function again() {
    if (spinner === null) output.write(`… ${text()}\n`);
    else spinner.start(text());
    timer = setTimeout(again, spinner === null ? logEveryMs : 250);
  }, firstAfterMs);
  return {
    tell(done: number, total: number) {
      const [of, all] = [done, total].map((each) => each.toLocaleString("en-US"));
      count = `, ${of} of ${all} ${counted}`;
    },
    end() {
      clearTimeout(timer);
      spinner?.stop();
    },
  };
}
