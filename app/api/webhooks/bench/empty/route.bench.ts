/** What Next.js itself costs, for `npm run bench`: a route of that build alone, like the one beside it. */
export function POST(): Response {
  return new Response(null, { status: 204 });
}
