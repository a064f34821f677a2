import "server-only";

export type HandWrittenPage = {
  title: string;
  paragraphs: string[];
  /** The next step. An empty address is the page's own, with its query. */
  link: { href: string; label: string };
  requestId: string;
};

/** The part of globals.css that such a page needs, under the same names. No Geist: files of the build may be out of reach. */
const style = `
:root { color-scheme: light dark; --paper: oklch(0.987 0.002 150); --ink: oklch(0.22 0.015 165); --ink-soft: oklch(0.4 0.014 165); --ink-faint: oklch(0.5 0.012 165); --accent: oklch(0.42 0.085 166); --accent-strong: oklch(0.34 0.072 166); --on-accent: oklch(0.99 0.004 166); }
@media screen and (prefers-color-scheme: dark) { :root { --paper: oklch(0.18 0.008 165); --ink: oklch(0.95 0.004 165); --ink-soft: oklch(0.8 0.008 165); --ink-faint: oklch(0.69 0.01 165); --accent: oklch(0.81 0.105 166); --accent-strong: oklch(0.88 0.085 166); --on-accent: oklch(0.2 0.03 166); } }
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 0.9375rem/1.5rem ui-sans-serif, system-ui, sans-serif; -webkit-font-smoothing: antialiased; -webkit-text-size-adjust: 100%; }
header, main { max-width: 66rem; margin: 0 auto; padding: 1rem 1rem 0; }
header p { display: flex; align-items: center; gap: 0.5rem; min-height: 2.5rem; margin: 0; font-weight: 600; letter-spacing: -0.01em; }
header svg { color: var(--accent); }
main { display: grid; justify-items: start; gap: 1rem; padding-block: 2.5rem 4rem; }
h1 { margin: 0; font-size: clamp(1.625rem, 1.4rem + 1vw, 2rem); font-weight: 550; line-height: 1.15; letter-spacing: -0.025em; text-wrap: balance; }
main p { max-width: 64ch; margin: 0; color: var(--ink-soft); text-wrap: pretty; }
a { display: inline-flex; align-items: center; min-height: 2.5rem; margin: 0.5rem 0; padding: 0.5rem 1rem; border: 1px solid var(--accent); border-radius: 0.375rem; background: var(--accent); color: var(--on-accent); font-weight: 500; text-decoration: none; }
a:hover { border-color: var(--accent-strong); background: var(--accent-strong); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
main .request { color: var(--ink-faint); font-size: 0.8125rem; line-height: 1.25rem; }
code { font: inherit; font-family: ui-monospace, monospace; overflow-wrap: anywhere; user-select: all; }
::selection { background: var(--accent); color: var(--on-accent); }
@media (width >= 40rem) { header, main { padding-inline: 2rem; } main { padding-block-start: 3.5rem; } }
`;

/** As app/_components/ui/mark.tsx draws it. */
const mark =
  '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" aria-hidden="true"><path d="M6.75 16.5V10a5.25 5.25 0 0 1 10.5 0v6.5" stroke-width="2"/><path d="M3.5 17h17" stroke-width="2"/><path d="M3.5 20.75h17" stroke-width="1.25"/></svg>';

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Attack: an address or a nonce that ends the attribute it stands in. All that is not this file's own goes through here. */
function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");
}

/** The nonce that proxy.ts made for this request, from where Next takes it too. Without one a browser shows no style. */
function readNonce(requestHeaders: Headers): string | null {
  return /'nonce-([^']+)'/.exec(requestHeaders.get("content-security-policy") ?? "")?.[1] ?? null;
}

function write({ title, paragraphs, link, requestId }: HandWrittenPage, nonce: string | null): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)} · Portal</title>
${nonce === null ? "" : `<style nonce="${escape(nonce)}">${style}</style>`}
</head>
<body>
<header><p>${mark}Portal</p></header>
<main>
<h1>${escape(title)}</h1>
${paragraphs.map((words) => `<p>${escape(words)}</p>`).join("\n")}
<a href="${escape(link.href)}">${escape(link.label)}</a>
<p class="request">Request <code>${escape(requestId)}</code></p>
</main>
</body>
</html>
`;
}

/**
 * A whole page without React, the build's files or the database, which may be what is away; and with a status that Next
 * gives no page of React's.
 */
export function answerByHand(
  requestHeaders: Headers,
  { status, retryAfterSeconds, ...page }: HandWrittenPage & { status: 429 | 503; retryAfterSeconds: number },
): Response {
  return new Response(write(page, readNonce(requestHeaders)), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
      "retry-after": String(retryAfterSeconds),
    },
  });
}
