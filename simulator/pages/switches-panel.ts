import { html } from "hono/html";
import type { World } from "../state/world";
import { switchTable } from "../switches";
import type { SwitchName } from "../switches";
import type { Html } from "./layout";
import { panel } from "./panel";

export function switchesPanel(world: World): Html {
  const names = Object.keys(switchTable).filter((name): name is SwitchName => name in switchTable);
  return panel({
    id: "switches",
    title: "Switches",
    note: "What Increase's documentation leaves open. The first value of each is the default; others are marked.",
    body: html`
      <form method="post" action="/_sim/ui/switches">
        <div class="switches">${names.map((name) => choice(name, world.state.switches[name]))}</div>
        <button class="primary">Set switches</button>
      </form>
    `,
  });
}

function choice(name: SwitchName, current: string): Html {
  const { values, decides } = switchTable[name];
  const isChanged = current !== values[0];
  return html`
    <label>
      <span class="mono ${isChanged ? "changed" : ""}">${name}${isChanged ? " *" : ""}</span>
      <select name="${name}">
        ${values.map((value) => html`<option ${value === current ? "selected" : ""}>${value}</option>`)}
      </select>
      <span class="note">${decides}</span>
    </label>
  `;
}
