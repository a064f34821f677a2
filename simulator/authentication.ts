import type { Environment } from "./environment";
import { ApiError, invalidApiKey } from "./errors";
import { platform } from "./platform";
import type { Group } from "./seed/groups";
import type { AccessToken } from "./state/records";
import type { World } from "./state/world";

/** Who calls: the platform with its own key, or somebody with a token of a customer group. */
export interface Caller {
  readonly group: Group;
  /** Null for the platform's key. */
  readonly token: AccessToken | null;
}

/** https://increase.com/documentation/errors: a missing, unknown, ended or misplaced key. */
export function authenticate(world: World, environment: Environment, header: string | undefined): Caller {
  if (header === undefined) throw invalidApiKey("no_header", "There is no Authorization header.");
  const key = bearerKey(header);
  if (key === null)
    throw invalidApiKey("no_header", "The Authorization header is not of the form Bearer {key}.");
  const keyEnvironment = platformKeyEnvironment(key);
  const token = keyEnvironment ? null : (world.state.tokens.find((known) => known.token === key) ?? null);
  if (!keyEnvironment && !token) throw invalidApiKey("no_credential", "This key does not exist.");
  if (token && token.voidedAt !== null) throw deactivated(world);
  if ((keyEnvironment ?? token?.environment) !== environment) throw wrongEnvironment(world);
  const group = token ? world.groups.get(token.groupId) : world.platformGroup;
  if (!group) throw invalidApiKey("no_credential", "The group of this key does not exist.");
  return { group, token };
}

export function bearerKey(header: string | undefined): string | null {
  return /^Bearer ([^\s]+)$/.exec(header ?? "")?.[1] ?? null;
}

function platformKeyEnvironment(key: string): Environment | null {
  if (key === platform.liveKey) return "live";
  if (key === platform.sandboxKey) return "sandbox";
  return null;
}

function deactivated(world: World): ApiError {
  const detail = "This access token is no longer valid.";
  const reason = world.state.switches.deactivated_token_reason;
  if (reason === "absent") return new ApiError("invalid_api_key_error", detail);
  if (reason === "unlisted")
    return new ApiError("invalid_api_key_error", detail, { reason: "revoked_by_user" });
  return invalidApiKey(reason, detail);
}

function wrongEnvironment(world: World): ApiError {
  const detail = "This key belongs to the other environment.";
  return world.state.switches.wrong_environment_error === "environment_mismatch_error"
    ? new ApiError("environment_mismatch_error", detail)
    : invalidApiKey("wrong_environment", detail);
}
