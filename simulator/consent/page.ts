import { html } from "hono/html";
import { layout } from "../pages/layout";
import type { Html } from "../pages/layout";
import { platform } from "../platform";
import type { Group } from "../seed/groups";
import type { AuthorizationRequest } from "./parameters";

/** Beyond this many a list of radio buttons is no longer a choice but a search. */
const radioLimit = 8;

export function consentPage(
  request: AuthorizationRequest,
  groups: readonly Group[],
  redirectUrl: string,
): Html {
  const application = platform.application.name;
  return layout({
    title: `Allow ${application}?`,
    width: "narrow",
    main: html`
      <form method="post" action="/oauth/authorization" class="card consent">
        <p class="eyebrow">Authorization request</p>
        <h1>${application} would like access to your Increase data</h1>
        ${scopeSection(request.scope)} ${groupSection(groups)}
        <input type="hidden" name="client_id" value="${request.client_id}" />
        <input type="hidden" name="scope" value="${request.scope}" />
        ${request.state === undefined ? "" : html`<input type="hidden" name="state" value="${request.state}" />`}
        <div class="decision">
          <button class="primary" name="decision" value="approve">Approve</button>
          <button name="decision" value="deny">Deny</button>
        </div>
        <p class="note">
          You will return to <span class="mono">${new URL(redirectUrl).host}</span>. Access lasts until you
          revoke it in the dashboard.
        </p>
      </form>
    `,
  });
}

function scopeSection(scope: AuthorizationRequest["scope"]): Html {
  const isReadOnly = scope === "read_only";
  return html`
    <section aria-labelledby="scope">
      <div class="split">
        <h2 id="scope">${isReadOnly ? "Read only" : "Read and write"}</h2>
        <span class="mono tag">${scope}</span>
      </div>
      <ul class="grants">
        <li>See accounts, balances and transactions</li>
        <li>See account numbers and cards</li>
        ${isReadOnly ? html`<li class="not">It cannot move money or change anything</li>` : html`<li class="strong">Move money and change settings on your behalf</li>`}
      </ul>
    </section>
  `;
}

function groupSection(groups: readonly Group[]): Html {
  const preselected = groups.find((group) => group.plans.live.length > 0) ?? groups[0];
  return groups.length > radioLimit
    ? html`
        <section>
          <h2><label for="group_id">For which group?</label></h2>
          <select id="group_id" name="group_id" required>
            ${groups.map((group) => html`<option value="${group.id}">${group.name} (${accountCount(group)})</option>`)}
          </select>
        </section>
      `
    : html`
        <fieldset>
          <legend>For which group?</legend>
          ${groups.map(
            (group) => html`
              <label class="choice">
                <input
                  type="radio"
                  name="group_id"
                  value="${group.id}"
                  required
                  ${group === preselected ? "checked" : ""}
                />
                <span class="choice-name">${group.name}</span>
                <span class="choice-detail">${accountCount(group)}</span>
              </label>
            `,
          )}
        </fieldset>
      `;
}

function accountCount(group: Group): string {
  const count = group.plans.live.length;
  return count === 0 ? "no accounts" : `${count} ${count === 1 ? "account" : "accounts"}`;
}

export function refusedPage(problems: readonly string[]): Html {
  return layout({
    title: "This request cannot be shown",
    width: "narrow",
    main: html`
      <div class="card consent">
        <p class="eyebrow">Error 400</p>
        <h1>This authorization request is not valid</h1>
        <p>Nothing was granted. The application that sent you here has to correct its link:</p>
        <ul class="problems">
          ${problems.map((problem) => html`<li>${problem}</li>`)}
        </ul>
      </div>
    `,
  });
}

export function deniedPage(): Html {
  return layout({
    title: "Access denied",
    width: "narrow",
    main: html`
      <div class="card consent">
        <p class="eyebrow">Authorization request</p>
        <h1>You denied ${platform.application.name} access</h1>
        <p>Nothing was granted. You can close this page.</p>
      </div>
    `,
  });
}
