import { html, raw } from "hono/html";
import { stylesheet } from "./stylesheet";

export type Html = ReturnType<typeof html>;

interface Page {
  title: string;
  width: "narrow" | "wide";
  main: Html;
  /** Whose page it is, where it is not Increase's. */
  brand?: { name: string; note: string };
}

const increase = {
  name: "Simulated Increase",
  note: "A simulator for development. No real bank, no real money.",
};

/** Every page of the simulator says in its first line what it is. */
export function layout({ title, width, main, brand = increase }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · ${brand.name}</title>
        <style>
          ${raw(stylesheet)}
        </style>
      </head>
      <body class="${width}">
        <header class="banner">
          <span class="mark" aria-hidden="true"></span>
          <strong>${brand.name}</strong>
          <span class="banner-note">${brand.note}</span>
        </header>
        <main>${main}</main>
      </body>
    </html>`;
}

/** Pages load nothing and run nothing. `formTarget` is where a form may lead besides the simulator. */
export async function pageResponse(
  page: Html,
  { status = 200, formTarget = "" }: { status?: number; formTarget?: string } = {},
): Promise<Response> {
  return new Response(String(await page), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${formTarget}; frame-ancestors 'none'; base-uri 'none'`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}
