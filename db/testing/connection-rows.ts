/**
 * `$1` connections of the last months, each of a group of its own, with Increase's side and their tokens; ten more
 * that only Increase has. One statement a line, for a role that owns the tables.
 */
export const fillConnections: readonly string[] = [
  `insert into users (id) select 'group_' || md5(number::text) from generate_series(1, $1::int) as number`,
  `insert into connections (group_id, oauth_connection_id, oauth_application_id, state, scope, connected_at,
      state_changed_at, state_reason, last_used_at, last_ok_at, has_sandbox_token)
    select 'group_' || md5(number::text), 'connection_' || md5(number::text), 'application_of_ours',
      case when number % 4 = 0 then 'needs_reconnect' when number % 20 = 1 then 'disconnected'
        when number % 20 = 2 then 'deactivated' else 'active' end,
      case when number % 5 = 0 then 'read_write' else 'read_only' end,
      now() - ($1 - number) * interval '40 seconds', now() - ($1 - number) * interval '30 seconds', 'signed_in',
      now() - interval '1 hour', now() - interval '1 hour', number % 7 = 0
    from generate_series(1, $1::int) as number`,
  `insert into connection_tokens (connection_id, environment, generation, sealed, minted_at)
    select id, 'live', 1, 'v1.k1.' || repeat(md5(id::text), 4), connected_at from connections
    where state in ('active', 'needs_reconnect') and $1 > 0`,
  `insert into oauth_connections (id, group_id, oauth_application_id, status, created_at, seen_at, is_held)
    select oauth_connection_id, group_id, oauth_application_id,
      case when state = 'deactivated' then 'inactive' else 'active' end, connected_at, now(), true
    from connections where $1 > 0`,
  `insert into oauth_connections (id, group_id, oauth_application_id, status, created_at, seen_at)
    select 'connection_only_there_' || number, 'group_only_there_' || number, 'application_of_ours', 'active',
      now() - number * interval '10 minutes', now() from generate_series(1, least(10, $1::int)) as number`,
];
