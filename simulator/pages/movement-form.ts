import { html } from "hono/html";
import { environments } from "../environment";
import { customerGroups } from "../state/groups";
import type { World } from "../state/world";
import type { Html } from "./layout";

/** Money that moves without anybody calling the API, in a group that has accounts. */
export function movementForm(world: World): Html {
  const groups = customerGroups(world).filter(({ plans }) => plans.live.length > 0);
  return html`
    <form class="row-form" method="post">
      <label
        >Group
        <select name="group_id">
          ${groups.map((group) => html`<option value="${group.id}">${group.name}</option>`)}
        </select>
      </label>
      <label
        >Environment
        <select name="environment">
          ${environments.map((environment) => html`<option>${environment}</option>`)}
        </select>
      </label>
      <label
        >Amount in cents <input type="number" name="amount" min="1" max="100000000000" placeholder="drawn"
      /></label>
      <button formaction="/_sim/ui/inbound-ach-transfers">Inbound ACH arrives</button>
      <button formaction="/_sim/ui/card-settlements">Card settles</button>
    </form>
  `;
}
