/**
 * Who may import whom (docs/architecture.md has the table). A test beside the code may reach further:
 * it is a caller like any other.
 */
const tests = String.raw`\.test\.tsx?$|^db/testing/|^lib/testing/|^simulator/testing/`;
const packageNamed = (name) => String.raw`(^|node_modules/)${name}(/|$)`;

const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: "error",
  from: { pathNot: tests, ...from },
  to,
});

export default {
  forbidden: [
    forbid(
      "no-circular",
      "Two files that need each other are one file, or three.",
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ["type-only"] },
      },
    ),
    forbid("resolvable", "Every import resolves.", {}, { couldNotResolve: true }),
    forbid(
      "sdk-has-one-door",
      "Only lib/increase imports the SDK; the simulator may take its types.",
      { path: "^(app|lib|db|simulator|scripts)/", pathNot: `^lib/increase/|${tests}` },
      { path: packageNamed("increase"), dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "sdk-types-have-one-door",
      "Increase's wire types stay inside lib/increase.",
      { path: "^(app|lib|db)/", pathNot: `^lib/increase/|${tests}` },
      { path: packageNamed("increase") },
    ),
    forbid(
      "drizzle-stays-in-db",
      "The only drizzle expressions are in db/.",
      { path: "^(app|lib|simulator)/" },
      { path: packageNamed("drizzle-orm") },
    ),
    forbid(
      "app-reads-through-verbs",
      "app/ is HTTP and React only.",
      { path: "^app/" },
      { path: "^(db|lib/increase|lib/vault)/" },
    ),
    ...["\\(customer\\)", "\\(public\\)", "admin", "connect", "dev"].map((area) =>
      forbid(
        "areas-share-by-app-components",
        "What two areas show is in app/_components; a page's own pieces are its own.",
        { path: `^app/(?!${area}/)` },
        { path: `^app/${area}/.*_components/` },
      ),
    ),
    forbid(
      "next-stays-outside-the-domain",
      "Domains know nothing of HTTP or of Next.",
      {
        path: "^(lib|db)/",
        pathNot: `^lib/(auth/|http/|(route|action|page)\\.ts$)|${tests}`,
      },
      { path: packageNamed("next") },
    ),
    forbid(
      "domains-know-no-http",
      "What answers requests uses the domains, and none of them uses it.",
      { path: "^lib/(?!auth/|http/|outage/|telemetry/|(route|action|page)\\.ts$).*/" },
      { path: "^lib/http/" },
    ),
    forbid(
      "increase-stands-alone",
      "lib/increase knows neither database nor domain.",
      { path: "^lib/increase/" },
      {
        path: "^(db|app|simulator)/|^lib/(?!increase/|vault/|telemetry/|(errors|bounded-fetch|storable-text)\\.ts$)",
      },
    ),
    forbid(
      "db-stands-alone",
      "db knows nothing of the product.",
      { path: "^db/" },
      { path: "^(app|lib|simulator)/" },
    ),
    forbid(
      "simulator-stands-alone",
      "The simulator is another company's system.",
      { path: "^simulator/" },
      { path: "^(app|lib|db|scripts)/" },
    ),
    forbid(
      "nothing-leans-on-the-simulator",
      "The portal can't tell the simulator from Increase but by URL.",
      { path: "^(app|lib|db)/|^(proxy|instrumentation)\\.ts$" },
      { path: "^(simulator|scripts|e2e)/" },
    ),
    forbid(
      "plain-tokens-stay-inside",
      "A plain token is read in lib/vault and lib/increase alone.",
      { path: "^(app|lib|db|scripts)/", pathNot: `^lib/(vault|increase)/|${tests}` },
      { path: "^lib/vault/reveal\\.ts$" },
    ),
    forbid(
      "telemetry-has-one-door",
      "What is traced and measured is said in lib/telemetry's words alone.",
      {
        path: "^(app|lib|db|simulator|scripts)/|^(proxy|instrumentation)\\.ts$",
        pathNot: `^lib/telemetry/|${tests}`,
      },
      { path: packageNamed("@(opentelemetry|vercel/otel)") },
    ),
    forbid(
      "domains-meet-at-their-index",
      "One domain uses another through its index.ts.",
      {
        path: "^lib/(increase|vault|connections|banking|audit|alerts|webhooks|crons|staff|upstream|overview|doctor|rate-limit|telemetry)/",
        pathNot: tests,
      },
      {
        path: "^lib/(increase|vault|connections|banking|audit|alerts|webhooks|crons|staff|upstream|overview|doctor|rate-limit|telemetry)/",
        pathNot: "^lib/$1/|/index\\.ts$|^lib/vault/reveal\\.ts$",
      },
    ),
    forbid(
      "no-orphans",
      "A file that nothing uses can go.",
      { orphan: true, path: "^(lib|db)/", pathNot: `${tests}|^db/migrate\\.ts$` },
      {},
    ),
  ],
  required: [
    {
      name: "server-files-say-so",
      comment: "A server file that a client file imports by mistake must fail the build.",
      severity: "error",
      module: {
        path: "^(lib|db)/.*\\.ts$",
        pathNot: `${tests}|^db/schema/|^lib/(errors|money|context|search-params|storable-text)\\.ts$|^lib/auth/sign-in-failure\\.ts$|^lib/auth/staff/failure\\.ts$|^lib/connections/lifecycle\\.ts$|/index\\.ts$`,
      },
      to: { path: packageNamed("server-only") },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^\\.next|^\\.data|(^|/)next-env\\.d\\.ts$" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
