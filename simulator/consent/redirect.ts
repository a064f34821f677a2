import type { World } from "../state/world";

/** `{redirect_url}?code={code}&state={state}`, as https://increase.com/documentation/oauth has it. */
export function approvedUrl(world: World, code: string, state: string | undefined): string {
  return withParameters(world.state.redirectUrl, { code, state });
}

/** Where a person goes who denied; null where they stay at Increase. A switch decides. */
export function deniedUrl(world: World, state: string | undefined): string | null {
  const error = "access_denied";
  switch (world.state.switches.deny_redirect) {
    case "error_and_state":
      return withParameters(world.state.redirectUrl, { error, state });
    case "error_only":
      return withParameters(world.state.redirectUrl, { error });
    case "state_only":
      return withParameters(world.state.redirectUrl, { state });
    case "no_redirect":
      return null;
  }
}

function withParameters(redirectUrl: string, parameters: Record<string, string | undefined>): string {
  const url = new URL(redirectUrl);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}
