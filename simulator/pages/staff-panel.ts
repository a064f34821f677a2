import { html } from "hono/html";
import { staffClient } from "../platform";
import type { Person } from "../staff/people";
import type { World } from "../state/world";
import type { Html } from "./layout";
import { panel, table } from "./panel";

const discoveryPath = "/.well-known/openid-configuration";

const doubts = { true: "", false: "not verified", absent: "may be verified or not" } as const;

export function staffPanel({ staff }: World): Html {
  return panel({
    id: "staff",
    title: "Issuer of the staff",
    note: "An OpenID Connect issuer for the platform's own people, no part of Increase. Nobody has a password.",
    action: html`<a href="${staff.url}/session/end">Sign out of the issuer</a>`,
    body: html`
      <dl class="facts">
        <div>
          <dt>Issuer</dt>
          <dd class="mono">${staff.url}</dd>
        </div>
        <div>
          <dt>Discovery</dt>
          <dd><a class="mono" href="${staff.url}${discoveryPath}">${discoveryPath}</a></dd>
        </div>
        <div>
          <dt>Client</dt>
          <dd class="mono">${staffClient.id}</dd>
        </div>
        <div>
          <dt>Its redirect URI</dt>
          <dd class="mono">${staff.redirectUri}</dd>
        </div>
      </dl>
      ${table(["Name", "E-mail", "Subject", ""], staff.people.list().map(row), "There are no people.")}
    `,
  });
}

function row({ name, email, emailVerified, sub, what }: Person): Html {
  return html`
    <tr>
      <td>${name}</td>
      <td>${email}<span class="note">${doubts[`${emailVerified}`]}</span></td>
      <td class="mono id">${sub}</td>
      <td>${what}</td>
    </tr>
  `;
}
