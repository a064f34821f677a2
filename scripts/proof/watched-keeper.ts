import type { Keeper } from "../stack/keeper";

/** A keeper that also tells the number of the process that was started last, for a suite that is to end it. */
export function watchPid(keeper: Keeper): { keeper: Keeper; pid(): number } {
  let last = 0;
  const watching: Keeper = {
    ...keeper,
    keepProcess(pid, signals) {
      last = pid;
      keeper.keepProcess(pid, signals);
    },
  };
  return { keeper: watching, pid: () => last };
}
