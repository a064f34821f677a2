import "server-only";

type Refusal = {
  retryAfterSeconds: number;
  /** The page that the sign-in began on. */
  startPath: "/" | "/admin/sign-in";
  requestId: string;
};

/** The nonce that proxy.ts made for this request, as it tells Next of it. */
function readNonce(headers: Headers): string {
  return /'nonce-([A-Za-z0-9+/=]+)'/.exec(headers.get("content-security-policy") ?? "")?.[1] ?? "";
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 4rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.02em; }
code { font-family: ui-monospace, monospace; font-size: 0.875rem; overflow-wrap: anywhere; }
a { display: inline-block; padding: 0.25rem 0; }
`;

/**
 * The answer to a sign-in that is one too many: 429, and when to come back. Next gives a page of React's no such status,
 * so this one is written out, in the browser's own colours. Nothing in it is a visitor's text.
 */
export function tooManyAttempts(
  requestHeaders: Headers,
  { retryAfterSeconds, startPath, requestId }: Refusal,
): Response {
  const seconds = retryAfterSeconds === 1 ? "1 second" : `${retryAfterSeconds} seconds`;
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Too many attempts · Portal</title>
<style nonce="${readNonce(requestHeaders)}">${style}</style>
</head>
<body>
<main>
<h1>Too many attempts</h1>
<p>More sign-ins were attempted within a minute than this portal takes. Nothing was changed, and a session that you have goes on.</p>
<p>Wait ${seconds}, then begin again.</p>
<p><a href="${startPath}">Begin again</a></p>
<p>Request id <code>${requestId}</code></p>
</main>
</body>
</html>
`;
  return new Response(page, {
    status: 429,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
      "retry-after": String(retryAfterSeconds),
    },
  });
}
