import { html } from "hono/html";
import type { LoggedRequest } from "../request-log";
import type { World } from "../state/world";
import type { Html } from "./layout";
import { panel, table, time } from "./panel";

const shown = 30;

export function requestsPanel(world: World): Html {
  const newestFirst = world.requestLog.list().slice(-shown).toReversed();
  return panel({
    id: "requests",
    title: "Recent requests",
    note: `The latest ${shown} of those kept. Tokens and codes are never in here.`,
    action: html`<form method="post" action="/_sim/ui/requests-clear">
      <button class="small">Clear</button>
    </form>`,
    body: table(
      ["Time", "Request", "Group", "Answer"],
      newestFirst.map((request) => row(world, request)),
      "Nothing has called yet.",
    ),
  });
}

function row(world: World, request: LoggedRequest): Html {
  const query = new URLSearchParams(request.query).toString();
  const isBad = request.status === null || request.status >= 400;
  return html`
    <tr>
      <td class="time">${time(Date.parse(request.at))}</td>
      <td class="mono url">${request.method} ${request.path}${query === "" ? "" : `?${query}`}</td>
      <td>
        ${request.group_id === null ? "" : (world.groups.get(request.group_id)?.name ?? request.group_id)}
      </td>
      <td class="${isBad ? "bad" : ""}">
        ${request.status ?? (request.finished_at ? "dropped" : "in flight")}
      </td>
    </tr>
  `;
}
