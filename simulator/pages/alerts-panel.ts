import { html } from "hono/html";
import type { StoredAlert } from "../alerts/records";
import type { World } from "../state/world";
import type { Html } from "./layout";
import { panel, table, time } from "./panel";

const shown = 20;

export function alertsPanel(world: World): Html {
  return panel({
    id: "alerts",
    title: "Alerts",
    note: "What the platform's own software sent to POST /alerts, which stands for its on-call channel.",
    body: table(
      ["Time", "Alert", { number: "Received" }, "Signature"],
      world.state.alerts.toReversed().slice(0, shown).map(row),
      "No alert has arrived.",
    ),
  });
}

function row({ receivedAt, webhookId, isSignatureValid, body, deliveries }: StoredAlert): Html {
  return html`
    <tr>
      <td class="time">${time(receivedAt)}</td>
      <td class="mono">${body} <span class="note">${webhookId ?? "without webhook-id"}</span></td>
      <td class="num">${deliveries === 1 ? "once" : `${deliveries} times`}</td>
      <td class="state ${isSignatureValid ? "good" : "bad"}">
        ${isSignatureValid ? "● verified" : "✕ not verified"}
      </td>
    </tr>
  `;
}
