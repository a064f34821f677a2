import type { Erasure } from "@/lib/connections";

const number = new Intl.NumberFormat("en-US");

function describeRows(rows: Record<string, number>): string[] {
  const names = Object.keys(rows).toSorted();
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(width)}  ${number.format(rows[name] ?? 0)}`);
}

function describeDone(erasure: Erasure, isDryRun: boolean): string[] {
  const { groupId, deleted, emptied } = erasure;
  const isNothing = Object.keys({ ...deleted, ...emptied }).length === 0;
  if (isNothing) return [`Nothing of ${groupId} is left to erase.`];
  const head = isDryRun
    ? `A dry run: nothing was changed. Of ${groupId} this would erase, by table:`
    : `✔ Of ${groupId} these rows are erased, by table:`;
  const kept =
    "Rows that stay and no longer name it (that its connections ended, events not surely its own):";
  const ofEmptied = Object.keys(emptied).length === 0 ? [] : [kept, ...describeRows(emptied)];
  return [head, ...describeRows(deleted), ...ofEmptied];
}

/** What was erased, what stays and why, and what is left to do; a line each. */
export function describeErasure(erasure: Erasure, { isDryRun }: { isDryRun: boolean }): string[] {
  const { openAlerts, standing } = erasure;
  const lines = describeDone(erasure, isDryRun);
  if (openAlerts > 0) {
    lines.push(
      `✖ ${number.format(openAlerts)} of its alerts ${openAlerts === 1 ? "has" : "have"} yet to be sent. Run this again when the platform has been told.`,
    );
  }
  for (const id of standing) {
    lines.push(
      `✖ ${id} has not ended at Increase, as far as is known here: the next reconciliation brings its id and its group back. Have the customer revoke it there, and run this again when the portal has heard of that, by an event or by a reconciliation.`,
    );
  }
  lines.push(
    "The audit log keeps who did what, under the group's id: no entry of it can be changed. See docs/retention.md.",
  );
  return lines;
}

/** Whether nothing asks for another run. */
export function isComplete({ openAlerts, standing }: Erasure): boolean {
  return openAlerts === 0 && standing.length === 0;
}
