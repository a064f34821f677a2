import { secondMs } from "../clock";
import type { Environment } from "../environment";
import type { ApiError } from "../errors";
import { errorOfType } from "../errors";
import { randomSecret } from "../ids";
import { addConnection, connectForApproval } from "./connections";
import type { AccessToken, AuthorizationCode, Connection, Scope } from "./records";
import type { World } from "./world";

const codeLifetimeMs = 60 * secondMs;

/** A person approved: a code for the redirect, good for 60 seconds and for one exchange. */
export function approve(
  world: World,
  approval: { groupId: string; applicationId: string; scope: Scope },
): AuthorizationCode {
  const atConsent = world.state.switches.connection_created === "at_consent";
  const code: AuthorizationCode = {
    ...approval,
    code: randomSecret(),
    expiresAt: world.clock.nowMs() + codeLifetimeMs,
    usedAt: null,
    connectionId: atConsent ? connectForApproval(world, approval).id : null,
  };
  world.state.codes.push(code);
  world.changed();
  return code;
}

export function exchangeCode(world: World, environment: Environment, given: string): AccessToken {
  const code = world.state.codes.find((candidate) => candidate.code === given);
  const nowMs = world.clock.nowMs();
  if (!code) throw grantError(world, "code", "This code does not exist.");
  if (code.usedAt !== null) throw grantError(world, "code", "This code was used before.");
  if (nowMs >= code.expiresAt) throw grantError(world, "code", "This code has expired.");
  const connection = code.connectionId
    ? world.state.connections.find((candidate) => candidate.id === code.connectionId)
    : connectForApproval(world, code);
  if (!connection || connection.deletedAt !== null) {
    throw grantError(world, "code", "The connection of this code was deactivated.");
  }
  code.usedAt = nowMs;
  code.connectionId = connection.id;
  if (world.state.switches.old_tokens === "voided") voidTokens(world, code.groupId, code.applicationId);
  const isOriginal = world.state.switches.scope_on_reauthorization === "original";
  return issueToken(world, environment, connection, isOriginal ? connection.scope : code.scope);
}

/** https://increase.com/documentation/oauth: a sandbox token for the holder of a live one. */
export function exchangeProductionToken(world: World, given: string): AccessToken {
  const parent = world.state.tokens.find((token) => token.token === given && token.environment === "live");
  if (!parent) throw grantError(world, "production_token", "This token does not exist.");
  if (parent.voidedAt !== null) throw grantError(world, "production_token", "This token is no longer valid.");
  const live = world.state.connections.find((connection) => connection.id === parent.connectionId);
  if (!live) throw grantError(world, "production_token", "This token has no connection.");
  const isOwn = world.state.switches.sandbox_connection === "own";
  const connection = isOwn ? findOrAddSandboxConnection(world, live) : live;
  return issueToken(world, "sandbox", connection, parent.scope);
}

/** The group behind a code or a live token, for the request log and for faults. */
export function groupOfGrant(world: World, given: string): string | null {
  const code = world.state.codes.find((candidate) => candidate.code === given);
  const token = world.state.tokens.find((candidate) => candidate.token === given);
  return code?.groupId ?? token?.groupId ?? null;
}

export function expireCodes(world: World, groupId: string): number {
  const open = world.state.codes.filter((code) => code.groupId === groupId && code.usedAt === null);
  for (const code of open) code.expiresAt = Math.min(code.expiresAt, world.clock.nowMs());
  world.changed();
  return open.length;
}

function issueToken(
  world: World,
  environment: Environment,
  connection: Connection,
  scope: Scope,
): AccessToken {
  const token: AccessToken = {
    token: randomSecret(),
    environment,
    groupId: connection.groupId,
    connectionId: connection.id,
    scope,
    createdAt: world.clock.nowMs(),
    voidedAt: null,
  };
  world.state.tokens.push(token);
  world.changed();
  return token;
}

function findOrAddSandboxConnection(world: World, live: Connection): Connection {
  const known = world.state.connections.find(
    (child) => child.parentId === live.id && child.deletedAt === null,
  );
  if (known) return known;
  const { groupId, applicationId, scope } = live;
  return addConnection(world, { groupId, applicationId, scope, environment: "sandbox", parentId: live.id });
}

/** A newer approval ends the group's earlier live tokens of the same application. */
function voidTokens(world: World, groupId: string, applicationId: string): void {
  const ids = new Set(
    world.state.connections
      .filter((connection) => connection.groupId === groupId && connection.applicationId === applicationId)
      .map((connection) => connection.id),
  );
  for (const token of world.state.tokens) {
    if (token.environment === "live" && ids.has(token.connectionId)) token.voidedAt ??= world.clock.nowMs();
  }
}

function grantError(world: World, field: string, message: string): ApiError {
  const type = world.state.switches.grant_error;
  return errorOfType(
    type,
    message,
    type === "invalid_parameters_error" ? { errors: [{ field, message }] } : {},
  );
}
