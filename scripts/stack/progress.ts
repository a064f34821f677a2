import ora from "ora";

const firstAfterMs = 1_000;
const drawEveryMs = 250;
const lineEveryMs = 10_000;

/**
 * Says what is going on once it takes longer than a second: in one place on a terminal, elsewhere in a line now and
 * then. On stderr: stdout is the report's.
 */
export function startProgress(describe: (isTerminal: boolean) => string) {
  const output = process.stderr;
  const spinner = ora({ stream: output, discardStdin: false });
  // A terminal without a size (some containers and CI) would have ora clear lines for ever.
  const isTerminal = spinner.isEnabled && output.columns > 0;
  let timer = setTimeout(function again() {
    if (isTerminal) spinner.start(describe(true));
    else output.write(`… ${describe(false)}\n`);
    timer = setTimeout(again, isTerminal ? drawEveryMs : lineEveryMs);
  }, firstAfterMs);
  return {
    end() {
      clearTimeout(timer);
      spinner.stop();
    },
  };
}
