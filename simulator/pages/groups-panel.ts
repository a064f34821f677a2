import { html } from "hono/html";
import type { Group } from "../seed/groups";
import type { World } from "../state/world";
import type { Html } from "./layout";
import { movementForm } from "./movement-form";
import { panel, table } from "./panel";

export function groupsPanel(world: World): Html {
  return panel({
    id: "groups",
    title: "Groups",
    note: "The platform and its possible customers. Names exist here and on the consent page only; the API has none.",
    body: html`
      ${table(
        ["Name", "Group", { number: "Accounts" }, { number: "Transactions" }],
        [...world.groups.values()].map((group) => row(world, group)),
        "There are no groups.",
      )}
      ${movementForm(world)}
      <form class="row-form" method="post" action="/_sim/ui/groups">
        <label>Name <input type="text" name="name" maxlength="200" placeholder="chosen for you" /></label>
        <label>Accounts <input type="number" name="accounts" value="2" min="0" max="1000" /></label>
        <label
          >Transactions each
          <input type="number" name="transactions_per_account" value="5" min="0" max="100000"
        /></label>
        <button>Create group</button>
      </form>
      <form class="row-form" method="post" action="/_sim/ui/application">
        <label
          >Redirect URL of the application
          <input type="text" name="redirect_url" value="${world.state.redirectUrl}" size="44" required
        /></label>
        <button>Change</button>
      </form>
    `,
  });
}

function row(world: World, group: Group): Html {
  const plans = group.plans.live;
  const since = world.state.postings.filter(
    ({ environment, groupId }) => environment === "live" && groupId === group.id,
  ).length;
  const transactions = plans.reduce((sum, plan) => sum + plan.transactions, since);
  return html`
    <tr>
      <td>${group.name}${group.kind === "platform" ? html` <span class="note">the platform</span>` : ""}</td>
      <td class="mono id">${group.id}</td>
      <td class="num">${plans.length}</td>
      <td class="num">${transactions.toLocaleString("en-US")}</td>
    </tr>
  `;
}
