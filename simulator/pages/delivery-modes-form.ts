import { html } from "hono/html";
import type { World } from "../state/world";
import type { Html } from "./layout";

/** What goes wrong with what is sent from now on. */
export function deliveryModesForm(world: World): Html {
  const { duplicate, reorder, delay_ms, drop, secret, group_id } = world.state.deliveryModes;
  return html`
    <form class="row-form" method="post" action="/_sim/ui/delivery-modes">
      <label
        >Sent so often <input type="number" name="duplicate" value="${duplicate}" min="1" max="100"
      /></label>
      <label
        >Late by, in ms <input type="number" name="delay_ms" value="${delay_ms}" min="0" max="600000"
      /></label>
      <label
        >Signed with
        <input type="text" name="secret" value="${secret ?? ""}" maxlength="100" placeholder="its own secret"
      /></label>
      <label
        >Group in the header
        <input
          type="text"
          name="group_id"
          value="${group_id ?? ""}"
          maxlength="200"
          placeholder="the true one"
      /></label>
      <label class="check"
        ><input type="checkbox" name="reorder" ${reorder ? "checked" : ""} /> out of order</label
      >
      <label class="check"><input type="checkbox" name="drop" ${drop ? "checked" : ""} /> never sent</label>
      <button>Set delivery modes</button>
    </form>
  `;
}
