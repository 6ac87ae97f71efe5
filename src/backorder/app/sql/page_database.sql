-- page_database: what PostgreSQL is, how large this database is, and how much the books hold.
-- reads: sales_order, journal. writes: nothing.
-- parameters: none.
-- invariant: one row; rows are estimates of the server's statistics.
SELECT
    current_setting('server_version') AS version,
    pg_database_size(current_database()) AS size,
    current_database() AS name,
    (SELECT max(j.at) FROM journal AS j WHERE j.id = (SELECT max(id) FROM journal)) AS last_entry,
    (SELECT max(id) FROM journal) AS entries,
    (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'order_line'::regclass) AS lines,
    (SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'peg'::regclass) AS pegs
