import { Presets, SingleBar } from "cli-progress";

const sayEveryMs = 2_000;
const number = new Intl.NumberFormat("en-US");

export type Progress = { show(done: number, all: number): void; end(): void };

/** A bar on a terminal; elsewhere a line every now and then. */
export function createProgress(output: NodeJS.WriteStream = process.stdout): Progress {
  // A terminal without a size (some containers and CI) would have the bar fill nothing for ever.
  return output.isTTY && output.columns > 0 ? showBar(output) : showLines(output);
}

function showBar(stream: NodeJS.WriteStream): Progress {
  const format = "{bar} {percentage} % · {value} of {total} rows · {eta_formatted} left";
  const bar = new SingleBar(
    { format, stream, barsize: 30, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    show(done, all) {
      if (isStarted) bar.update(done);
      else bar.start(all, done);
      isStarted = true;
    },
    end: () => bar.stop(),
  };
}

function showLines(output: NodeJS.WriteStream): Progress {
  let saidAt = performance.now();
  return {
    show(done, all) {
      if (performance.now() - saidAt < sayEveryMs) return;
      saidAt = performance.now();
      output.write(`… ${number.format(done)} of ${number.format(all)} rows\n`);
    },
    end: () => undefined,
  };
}
