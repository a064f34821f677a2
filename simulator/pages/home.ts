import { html } from "hono/html";
import { isoTime } from "../clock";
import type { World } from "../state/world";
import { alertsPanel } from "./alerts-panel";
import { connectionsPanel } from "./connections-panel";
import { deliveriesPanel } from "./deliveries-panel";
import { faultsPanel } from "./faults-panel";
import { groupsPanel } from "./groups-panel";
import { layout } from "./layout";
import type { Html } from "./layout";
import { requestsPanel } from "./requests-panel";
import { staffPanel } from "./staff-panel";
import { subscriptionsPanel } from "./subscriptions-panel";
import { switchesPanel } from "./switches-panel";

export function homePage(world: World, message: string | null): Html {
  return layout({
    title: "Control",
    width: "wide",
    main: html`
      <h1>A local Increase</h1>
      <p class="lead">
        This process stands in for the Increase banking API: its accounts, its consent page, its webhooks and
        its errors. The official SDK talks to it by URL alone. Here you do to it by hand what tests do through
        <span class="mono">/_sim</span>.
      </p>
      ${message === null ? "" : html`<p class="message" role="status">${message}</p>`} ${facts(world)}
      ${actions()} ${connectionsPanel(world)} ${groupsPanel(world)} ${subscriptionsPanel(world)}
      ${deliveriesPanel(world)} ${alertsPanel(world)} ${faultsPanel(world)} ${switchesPanel(world)}
      ${staffPanel(world)} ${requestsPanel(world)}
    `,
  });
}

function facts(world: World): Html {
  const { state } = world;
  const active = state.connections.filter((connection) => connection.deletedAt === null).length;
  const working = state.tokens.filter((token) => token.voidedAt === null).length;
  const ahead = world.clock.offsetMs === 0 ? "as on this machine" : `${world.clock.offsetMs / 1000} s ahead`;
  return html`
    <dl class="facts">
      <div>
        <dt>Simulated time</dt>
        <dd>${isoTime(world.clock.nowMs())} <span class="note">${ahead}</span></dd>
      </div>
      <div>
        <dt>Active connections</dt>
        <dd>${active}</dd>
      </div>
      <div>
        <dt>Working tokens</dt>
        <dd>${working}</dd>
      </div>
      <div>
        <dt>Redirect URL of the application</dt>
        <dd class="mono">${state.redirectUrl}</dd>
      </div>
      <div>
        <dt>Everything, as JSON</dt>
        <dd><a class="mono" href="/_sim/state">/_sim/state</a></dd>
      </div>
    </dl>
  `;
}

function actions(): Html {
  return html`
    <div class="actions">
      ${advance(61, "61 s", "expires open codes")} ${advance(86_400, "1 day", "")}
      <form method="post" action="/_sim/ui/reset"><button class="danger">Reset to the seed</button></form>
    </div>
  `;
}

function advance(seconds: number, label: string, effect: string): Html {
  return html`
    <form method="post" action="/_sim/ui/clock">
      <input type="hidden" name="advance_seconds" value="${seconds}" />
      <button>
        Advance the clock ${label}${effect === "" ? "" : html` <span class="note">${effect}</span>`}
      </button>
    </form>
  `;
}
