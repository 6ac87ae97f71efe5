-- name: server_is_durable
-- invariant: The server keeps what it acknowledged: fsync, full_page_writes and synchronous_commit
--   are on.
-- law: 12
-- reads: pg_settings
-- writes: nothing
-- parameters: none
-- With a synchronous standby, local is too little: a failover would lose acknowledged orders.
WITH setting AS (
    SELECT name, setting, max(setting) FILTER (WHERE name = 'synchronous_standby_names') OVER ()
        AS standbys
    FROM pg_settings
    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names')
)
SELECT name, setting
FROM setting
WHERE name <> 'synchronous_standby_names'
    AND (setting = 'off'
        OR (name = 'synchronous_commit' AND setting = 'local' AND standbys <> ''))
ORDER BY name -- unique: a setting's name
