// Ends what its parent started, in reverse order. It begins when its stdin closes, which happens
// however the parent ends: by itself, by a signal, or by SIGKILL.
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

const patienceMs = 5_000;
let entries = [];

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
for await (const line of createInterface({ input: process.stdin })) note(line);
for (const entry of entries.toReversed()) {
  if (entry.path === undefined) await end(entry.pid, entry.signals);
  else await rm(entry.path, { recursive: true, force: true }).catch(() => undefined);
}
process.exit(0);

function note(line) {
  try {
    const entry = JSON.parse(line);
    if (entry.forget === undefined) entries.push(entry);
    else entries = entries.filter(({ pid }) => pid !== entry.forget);
  } catch {
    // Half a line: the parent was killed while it wrote.
  }
}

async function end(pid, signals) {
  for (const signal of [...signals, "SIGKILL"]) {
    if (!signalGroup(pid, signal)) return;
    for (const until = Date.now() + patienceMs; Date.now() < until; await delay(20)) {
      if (!signalGroup(pid, 0)) return;
      if (isUnreaped(pid)) return void signalGroup(pid, "SIGKILL");
    }
  }
}

/** Ended, but its parent is dead too and init takes its time to notice. */
function isUnreaped(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}

/** Each kept process leads a group of its own, so its children end with it. */
function signalGroup(pid, signal) {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
