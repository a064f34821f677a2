import { startProgress } from "../stack/progress";

const barLength = 30;
const number = new Intl.NumberFormat("en-US");

function describe(done: number, all: number): string {
  return `${number.format(done)} of ${number.format(all)} rows`;
}

function draw(done: number, all: number, elapsedMs: number): string {
  const filled = Math.floor((done / all) * barLength);
  const bar = "█".repeat(filled).padEnd(barLength, "░");
  const leftSeconds = Math.ceil((elapsedMs * (all - done)) / done / 1000);
  const left = leftSeconds < 60 ? `${leftSeconds} s` : `${Math.ceil(leftSeconds / 60)} min`;
  return `${bar} ${Math.floor((done / all) * 100)} % · ${describe(done, all)} · ${left} left`;
}

export function startRotationProgress() {
  let startedAt = 0;
  let [done, all] = [0, 0];
  const { end } = startProgress((isTerminal) => {
    if (all === 0) return "Looking at what is sealed";
    return isTerminal ? draw(done, all, performance.now() - startedAt) : describe(done, all);
  });
  return {
    show(doneNow: number, allNow: number) {
      if (all === 0) startedAt = performance.now();
      [done, all] = [doneNow, allNow];
    },
    end,
  };
}
