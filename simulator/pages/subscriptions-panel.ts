import { html } from "hono/html";
import type { Subscription } from "../state/records";
import type { World } from "../state/world";
import type { Html } from "./layout";
import { panel, table, time } from "./panel";

const shown = 50;

export function subscriptionsPanel(world: World): Html {
  return panel({
    id: "subscriptions",
    title: "Event subscriptions",
    note: "Where webhooks go. They are the platform's, made with its key at POST /event_subscriptions.",
    body: table(
      ["URL", "Environment", "Events", "Created", "Status"],
      world.state.subscriptions.toReversed().slice(0, shown).map(row),
      "No event subscription has been created: nothing is delivered.",
    ),
  });
}

function row({ at, environment, value }: Subscription): Html {
  const { selected_event_categories: selected, oauth_connection_id: connectionId } = value;
  const categories = selected?.map(({ event_category }) => event_category).join(", ") ?? "all";
  const isActive = value.status === "active";
  return html`
    <tr>
      <td class="mono url">${value.url}</td>
      <td>${environment}</td>
      <td>
        ${categories}${connectionId === null ? "" : html` <span class="mono id">of ${connectionId}</span>`}
      </td>
      <td class="time">${time(at)}</td>
      <td class="state ${isActive ? "good" : ""}">${isActive ? "● active" : `○ ${value.status}`}</td>
    </tr>
  `;
}
