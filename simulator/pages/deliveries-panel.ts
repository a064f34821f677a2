import { html } from "hono/html";
import { listDeliveries } from "../control/delivery-view";
import type { Delivery, DeliveryAttempt } from "../deliveries/records";
import { groupIdIn } from "../state/groups";
import type { World } from "../state/world";
import { deliveryModesForm } from "./delivery-modes-form";
import type { Html } from "./layout";
import { panel, table, time } from "./panel";

const shown = 30;

const looks = {
  waiting: { mark: "◌", className: "" },
  delivered: { mark: "●", className: "good" },
  failed: { mark: "✕", className: "bad" },
  dropped: { mark: "○", className: "bad" },
  not_sent: { mark: "○", className: "" },
} as const;

export function deliveriesPanel(world: World): Html {
  const newestFirst = listDeliveries(world).slice(-shown).toReversed();
  return panel({
    id: "deliveries",
    title: "Deliveries",
    note: `The latest ${shown} webhooks. Live ones that fail are sent again up to 7 times, when the clock gets there.`,
    body: html`${deliveryModesForm(world)}
    ${table(
      ["Time", "Event", "To", "Group", "Attempts", "State"],
      newestFirst.map((delivery) => row(world, delivery)),
      "Nothing has been delivered yet.",
    )}`,
  });
}

function row(world: World, delivery: Delivery): Html {
  const { mark, className } = looks[delivery.state];
  return html`
    <tr>
      <td class="time">${time(delivery.createdAt)}</td>
      <td>${delivery.category} <span class="note mono">${delivery.eventId}</span></td>
      <td class="mono url">${delivery.url}</td>
      <td>${groupName(world, delivery)}</td>
      <td>${delivery.attempts.length === 0 ? "none" : delivery.attempts.map(answer).join(", ")}</td>
      <td class="state ${className}">${mark} ${delivery.state.replace("_", " ")} ${detail(delivery)}</td>
    </tr>
  `;
}

function answer({ status, error }: DeliveryAttempt): string {
  return status === null ? (error ?? "no answer") : String(status);
}

function detail({ reason, nextAttemptAt, attempts }: Delivery): Html | string {
  if (reason !== null) return html`<span class="note why">${reason}</span>`;
  if (nextAttemptAt === null || attempts.length === 0) return "";
  return html`<span class="note">again ${time(nextAttemptAt)}</span>`;
}

function groupName(world: World, { environment, groupId }: Delivery): string {
  if (groupId === null) return "";
  const known = [...world.groups.values()].find((group) => groupIdIn(world, environment, group) === groupId);
  return known?.name ?? groupId;
}
