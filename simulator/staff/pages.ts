import { html, raw } from "hono/html";
import type { ErrorOut, KoaContextWithOIDC } from "oidc-provider";
import { layout, pageResponse } from "../pages/layout";
import type { Html } from "../pages/layout";
import { staffClient } from "../platform";
import type { Person } from "./people";

const brand = {
  name: "Simulated identity provider",
  note: "A simulator for development. Nobody has to prove who they are.",
} as const;

function card(title: string, main: Html): Html {
  return layout({ title, width: "narrow", brand, main: html`<div class="card consent">${main}</div>` });
}

interface SignIn {
  action: string;
  people: readonly Person[];
  /** Whose session at the issuer stands, though the portal wants a fresh login. */
  signedIn: Person | null;
  redirectOrigin: string;
}

export function signInPage({ action, people, signedIn, redirectOrigin }: SignIn): Html {
  return card(
    "Choose who signs in",
    html`
      <p class="eyebrow">Sign in to ${staffClient.name}</p>
      <h1>Choose who signs in</h1>
      ${signedIn === null ? "" : html`<p>${signedIn.name} is signed in here, and is asked again.</p>`}
      <form method="post" action="${action}">
        <div class="people">
          ${people.map(
            (person) => html`
              <button name="sub" value="${person.sub}">
                <strong>${person.name}</strong> <span>${person.email}</span>
                <span class="note">${person.what}</span>
              </button>
            `,
          )}
        </div>
        <div class="decision">
          <button name="decision" value="deny">Cancel</button>
        </div>
      </form>
      <p class="note">You will return to <span class="mono">${redirectOrigin}</span>.</p>
    `,
  );
}

export function overPage(
  reason = "It was finished or cancelled, took too long, or began in another browser.",
): Html {
  return card(
    "This sign-in is over",
    html`
      <p class="eyebrow">Error 400</p>
      <h1>This sign-in is over</h1>
      <p>${reason} Begin again where you came from.</p>
    `,
  );
}

/** For oidc-provider, where an error can't go back to the portal. JSON for whoever asks for it. */
export async function showError(context: KoaContextWithOIDC, out: ErrorOut): Promise<void> {
  if (context.accepts("html", "json") === "json") {
    context.body = out;
    return;
  }
  const page = card(
    "This sign-in request is not valid",
    html`
      <p class="eyebrow">Error ${context.status}</p>
      <h1>This request is not valid</h1>
      <p>Nobody was signed in. The application that sent you here has to correct its request:</p>
      <p class="problems"><span class="mono">${out.error}</span> ${out.error_description ?? ""}</p>
    `,
  );
  await show(context, page);
}

/** `form` is oidc-provider's own, without a button. */
export async function showSignOut(context: KoaContextWithOIDC, form: string): Promise<void> {
  const page = card(
    "Sign out",
    html`
      <p class="eyebrow">Sign out</p>
      <h1>Sign out of the identity provider?</h1>
      <p>The next sign-in asks who signs in. Sessions at the portal are not ended.</p>
      ${raw(form)}
      <div class="decision">
        <button class="primary" form="op.logoutForm" name="logout" value="yes">Sign out</button>
      </div>
    `,
  );
  await show(context, page);
}

export async function showSignedOut(context: KoaContextWithOIDC): Promise<void> {
  const page = card(
    "Signed out",
    html`
      <p class="eyebrow">Sign out</p>
      <h1>Nobody is signed in here</h1>
      <p>The next sign-in asks who signs in. You can close this page.</p>
    `,
  );
  await show(context, page);
}

async function show(context: KoaContextWithOIDC, page: Html): Promise<void> {
  const { headers, text } = await rendered(page);
  for (const [name, value] of headers) context.set(name, value);
  context.body = text;
}

async function rendered(page: Html) {
  const response = await pageResponse(page);
  return { headers: response.headers, text: await response.text() };
}
