export type Library = Awaited<ReturnType<typeof load>>;

let loading: Promise<Library> | undefined;

/** Loads oidc-provider when somebody first wants to sign in: most simulators of a test run never do. */
export function loadLibrary(): Promise<Library> {
  loading ??= load();
  return loading;
}

/** It works with Node 20, but warns of it while it is loaded, before anything could be configured. */
async function load() {
  const { warn } = console;
  const warnOfTheRest = (...given: unknown[]) => {
    if (!String(given[0]).includes("oidc-provider WARNING: Unsupported runtime")) warn(...given);
  };
  Object.assign(console, { warn: warnOfTheRest });
  try {
    return await import("oidc-provider");
  } finally {
    Object.assign(console, { warn });
  }
}
