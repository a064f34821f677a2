import { html } from "hono/html";
import { isoTime } from "../clock";
import type { Html } from "./layout";

interface Panel {
  id: string;
  title: string;
  note: string;
  /** Stands at the right of the title. */
  action?: Html;
  body: Html;
}

export function panel({ id, title, note, action, body }: Panel): Html {
  return html`
    <section class="panel" aria-labelledby="${id}">
      <header>
        <h2 id="${id}">${title}</h2>
        ${action ?? ""}
        <p class="note">${note}</p>
      </header>
      ${body}
    </section>
  `;
}

/** A column of numbers is aligned at the right. */
export type Heading = string | { number: string };

export function table(headings: readonly Heading[], rows: readonly Html[], empty: string): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            ${headings.map((heading) => (typeof heading === "string" ? html`<th scope="col">${heading}</th>` : html`<th scope="col" class="num">${heading.number}</th>`))}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  `;
}

export function time(ms: number): Html {
  const iso = isoTime(ms);
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 19)}</time>`;
}
