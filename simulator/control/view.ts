import { isoTime } from "../clock";
import type { Environment } from "../environment";
import { platform, staffClient } from "../platform";
import { toWireConnection } from "../state/connections";
import { groupIdIn } from "../state/groups";
import type { Group } from "../seed/groups";
import type { AccessToken, AuthorizationCode, Connection, Subscription } from "../state/records";
import type { World } from "../state/world";
import { listDeliveries, viewAlert, viewDelivery } from "./delivery-view";

export function viewClock(world: World) {
  return { now: new Date(world.clock.nowMs()).toISOString(), offset_seconds: world.clock.offsetMs / 1000 };
}

/** A connection with what the API does not say of it. */
export function viewConnection(world: World, connection: Connection) {
  const { environment, scope, parentId } = connection;
  return { ...toWireConnection(world, connection), environment, scope, parent_connection_id: parentId };
}

/** Everything, secrets included: a test can look for any of them where none may be. */
export function viewState(world: World) {
  const { state } = world;
  return {
    clock: viewClock(world),
    anchor: isoTime(state.anchorMs),
    platform: viewPlatform(world),
    switches: state.switches,
    groups: [...world.groups.values()].map((group) => viewGroup(world, group)),
    connections: state.connections.map((connection) => viewConnection(world, connection)),
    codes: state.codes.map(viewCode),
    tokens: state.tokens.map(viewToken),
    event_subscriptions: state.subscriptions.map(viewSubscription),
    events: state.events.map(viewOwned),
    written_accounts: state.accounts.map(viewOwned),
    written_account_numbers: state.accountNumbers.map(viewOwned),
    written_cards: state.cards.map(viewOwned),
    written_pending_transactions: state.pendingTransactions.map(viewOwned),
    written_transactions: state.postings,
    deliveries: listDeliveries(world).map(viewDelivery),
    delivery_modes: state.deliveryModes,
    alerts: state.alerts.map(viewAlert),
    staff_issuer: viewStaffIssuer(world),
    faults: world.faults.list(),
  };
}

function viewPlatform(world: World) {
  return {
    group_id: world.platformGroup.id,
    live_key: platform.liveKey,
    sandbox_key: platform.sandboxKey,
    alert_secret: platform.alertSecret,
    application: {
      id: platform.application.id,
      client_id: platform.application.clientId,
      client_secret: platform.clientSecret,
      name: platform.application.name,
      redirect_url: world.state.redirectUrl,
    },
  };
}

function viewStaffIssuer({ staff }: World) {
  return {
    issuer: staff.url,
    client: {
      client_id: staffClient.id,
      client_secret: staffClient.secret,
      redirect_uri: staff.redirectUri,
    },
    people: staff.people.list().map(({ sub, name, email, emailVerified }) => ({
      sub,
      name,
      email,
      email_verified: emailVerified,
    })),
  };
}

function viewGroup(world: World, group: Group) {
  return {
    id: group.id,
    sandbox_id: groupIdIn(world, "sandbox", group),
    name: group.name,
    kind: group.kind,
    created_at: isoTime(group.createdMs),
    live: viewCounts(group.plans.live),
    sandbox: viewCounts(group.plans.sandbox),
  };
}

function viewCounts(plans: Group["plans"]["live"]) {
  return { accounts: plans.length, transactions: plans.reduce((sum, plan) => sum + plan.transactions, 0) };
}

function viewCode({ code, groupId, scope, expiresAt, usedAt, connectionId }: AuthorizationCode) {
  return {
    code,
    group_id: groupId,
    scope,
    expires_at: isoTime(expiresAt),
    used_at: usedAt === null ? null : isoTime(usedAt),
    connection_id: connectionId,
  };
}

function viewToken(token: AccessToken) {
  return {
    access_token: token.token,
    environment: token.environment,
    group_id: token.groupId,
    connection_id: token.connectionId,
    scope: token.scope,
    created_at: isoTime(token.createdAt),
    voided_at: token.voidedAt === null ? null : isoTime(token.voidedAt),
  };
}

function viewSubscription({ environment, sharedSecret, value }: Subscription) {
  return { environment, shared_secret: sharedSecret, ...value };
}

function viewOwned<T extends object>({ environment, groupId, value }: Owned<T>) {
  return { environment, group_id: groupId, ...value };
}

interface Owned<T> {
  environment: Environment;
  groupId: string;
  value: T;
}
