import "server-only";

/** The tokens of globals.css that this page needs: it is served when no page can be made. */
const style = `
:root { color-scheme: light dark; --paper: oklch(0.987 0.002 150); --ink: oklch(0.22 0.015 165); --ink-soft: oklch(0.4 0.014 165); --ink-faint: oklch(0.5 0.012 165); --accent: oklch(0.42 0.085 166); --on-accent: oklch(0.99 0.004 166); }
@media (prefers-color-scheme: dark) { :root { --paper: oklch(0.18 0.008 165); --ink: oklch(0.95 0.004 165); --ink-soft: oklch(0.8 0.008 165); --ink-faint: oklch(0.69 0.01 165); --accent: oklch(0.81 0.105 166); --on-accent: oklch(0.2 0.03 166); } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 0.9375rem/1.5rem ui-sans-serif, system-ui, sans-serif; }
main { max-width: 64ch; margin: 0 auto; padding: clamp(1.5rem, 6vw, 5rem) 1rem; }
.brand { margin: 0 0 3rem; font-weight: 600; color: var(--accent); }
h1 { font-size: clamp(1.625rem, 1.4rem + 1vw, 2rem); font-weight: 550; line-height: 1.15; letter-spacing: -0.025em; text-wrap: balance; }
p { color: var(--ink-soft); text-wrap: pretty; }
a { display: inline-block; margin: 0.5rem 0 1rem; padding: 0.625rem 1rem; border-radius: 0.375rem; background: var(--accent); color: var(--on-accent); font-weight: 500; text-decoration: none; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
small { color: var(--ink-faint); font-size: 0.8125rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; user-select: all; }
`;

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? "");
}

type Page = { requestId: string; nonce: string | null; retryHref: string | null };

/** A whole page without React, the build's files or the database: whatever of those may be what is away. */
export function writeOutagePage({ requestId, nonce, retryHref }: Page): string {
  const styles = nonce === null ? "" : `<style nonce="${escape(nonce)}">${style}</style>`;
  // An empty address is this one, with its query: also of a sign-in's callback, which may still end.
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not available just now · Portal</title>
${styles}
</head>
<body>
<main>
<p class="brand">Portal</p>
<h1>This page is not available just now</h1>
<p>The portal’s database does not answer. Your accounts at Increase have no part in this, and nothing that the portal has confirmed is lost. It usually passes within a minute.</p>
<p>If you have just sent a form, go back: your browser still has what you typed. Look first whether it was done, then send it again.</p>
<p><a href="${escape(retryHref ?? "")}">Try again</a></p>
<small>Request <code>${escape(requestId)}</code></small>
</main>
</body>
</html>
`;
}
