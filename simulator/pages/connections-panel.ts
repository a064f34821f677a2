import { html } from "hono/html";
import type { Connection } from "../state/records";
import type { World } from "../state/world";
import type { Html } from "./layout";
import { panel, table, time } from "./panel";

const shown = 50;

export function connectionsPanel(world: World): Html {
  const newestFirst = world.state.connections.toReversed().slice(0, shown);
  return panel({
    id: "connections",
    title: "Connections",
    note: "What groups have granted. A user who revokes in Increase's dashboard deactivates the connection for good.",
    body: table(
      ["Group", "Connection", "Scope", "Created", "Status", ""],
      newestFirst.map((connection) => row(world, connection)),
      "No group has connected yet.",
    ),
  });
}

function row(world: World, connection: Connection): Html {
  const isActive = connection.deletedAt === null;
  return html`
    <tr>
      <td>${world.groups.get(connection.groupId)?.name ?? connection.groupId}</td>
      <td class="mono id">${connection.id}</td>
      <td>
        ${connection.scope === "read_only" ? "read only" : "read and write"}${connection.environment === "sandbox" ? ", sandbox" : ""}
      </td>
      <td class="time">${time(connection.at)}</td>
      <td class="state ${isActive ? "good" : "bad"}">${isActive ? "● active" : "○ inactive"}</td>
      <td class="num">${isActive ? deactivateForm(connection) : ""}</td>
    </tr>
  `;
}

function deactivateForm(connection: Connection): Html {
  return html`
    <form method="post" action="/_sim/ui/deactivate">
      <input type="hidden" name="id" value="${connection.id}" />
      <button class="small danger" aria-label="User revokes ${connection.id} in the dashboard">
        User revokes in the dashboard
      </button>
    </form>
  `;
}
