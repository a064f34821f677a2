import { html } from "hono/html";
import { typeOfStatus } from "../errors";
import type { ActiveFault } from "../faults";
import { customerGroups } from "../state/groups";
import type { World } from "../state/world";
import { outcomes } from "./form-actions";
import type { Html } from "./layout";
import { panel, table } from "./panel";

export function faultsPanel(world: World): Html {
  return panel({
    id: "faults",
    title: "Faults",
    note: "The first fault that fits a request acts on it. In a path, * is part of one segment and ** is anything.",
    action: html`<form method="post" action="/_sim/ui/faults-clear">
      <button class="small">Remove all</button>
    </form>`,
    body: html`${addForm(world)}
    ${table(
      ["Request", "Group", "What happens", "Left", ""],
      world.faults.list().map((fault) => row(world, fault)),
      "No faults wait.",
    )}`,
  });
}

function addForm(world: World): Html {
  return html`
    <form class="row-form" method="post" action="/_sim/ui/faults">
      <label>Path <input type="text" name="path" value="/live/**" required size="24" /></label>
      <label
        >Group
        <select name="group_id">
          <option value="">any</option>
          ${customerGroups(world).map((group) => html`<option value="${group.id}">${group.name}</option>`)}
        </select>
      </label>
      <label
        >What happens
        <select name="outcome">
          ${outcomes.map(({ name }) => html`<option>${name}</option>`)}
        </select>
      </label>
      <label>Times <input type="number" name="times" value="1" min="1" max="9999" placeholder="∞" /></label>
      <button class="primary">Add fault</button>
    </form>
  `;
}

function row(world: World, fault: ActiveFault): Html {
  return html`
    <tr>
      <td class="mono id">${fault.method ?? ""} ${fault.path}</td>
      <td>
        ${fault.group_id === undefined ? "any" : (world.groups.get(fault.group_id)?.name ?? fault.group_id)}
      </td>
      <td>${describe(fault)}</td>
      <td>${fault.toFail ?? "until removed"}</td>
      <td class="num">
        <form method="post" action="/_sim/ui/faults-remove">
          <input type="hidden" name="id" value="${fault.id}" />
          <button class="small" aria-label="Remove ${fault.id}">Remove</button>
        </form>
      </td>
    </tr>
  `;
}

function describe(fault: ActiveFault): string {
  const parts = [
    fault.status === undefined
      ? ""
      : `${fault.status} ${fault.type ?? typeOfStatus(fault.status) ?? ""}`.trim(),
    fault.html ? "HTML page" : "",
    fault.malformed ? "broken JSON" : "",
    fault.answer === undefined ? "" : "another answer",
    fault.drop ? "connection dropped" : "",
    fault.latency_ms === undefined ? "" : `${fault.latency_ms} ms late`,
    fault.phase === "after" ? "after the effect" : "",
    fault.toPass > 0 ? `once ${fault.toPass} have passed` : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}
