import ora from "ora";

const repeatMs = 10_000;

/**
 * Shows one line for a piece of work, with its time; after a second also while it runs.
 * @param output stderr where stdout is for a machine to read
 */
export async function runStep<T>(
  label: string,
  work: () => Promise<T>,
  output: NodeJS.WriteStream = process.stdout,
): Promise<T> {
  const startedAt = performance.now();
  const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  // A terminal without a size (some containers and CI) would have ora clear lines for ever.
  const isTerminal = output.isTTY && output.columns > 0;
  const show = (isTerminal ? showOnTerminal : showInLog)(label, elapsed, output);
  try {
    const result = await work();
    show.end(true);
    return result;
  } catch (error) {
    show.end(false);
    throw error;
  }
}

function showOnTerminal(label: string, elapsed: () => string, output: NodeJS.WriteStream) {
  // discardStdin would put the terminal into raw mode, where Ctrl-C is a byte and not a signal.
  const spinner = ora({ text: label, stream: output, discardStdin: false }).start();
  const timer = setInterval(() => (spinner.text = `${label} (${elapsed()})`), 500);
  return {
    end(isGood: boolean) {
      clearInterval(timer);
      const text = `${label} (${elapsed()})`;
      if (isGood) spinner.succeed(text);
      else spinner.fail(text);
    },
  };
}

function showInLog(label: string, elapsed: () => string, output: NodeJS.WriteStream) {
  let timer = setTimeout(function again() {
    output.write(`… ${label} (${elapsed()})\n`);
    timer = setTimeout(again, repeatMs);
  }, 1_000);
  return {
    end(isGood: boolean) {
      clearTimeout(timer);
      output.write(`${isGood ? "✔" : "✖"} ${label} (${elapsed()})\n`);
    },
  };
}
