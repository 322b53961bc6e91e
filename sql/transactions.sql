-- What is going on. CREATE EXTENSION runs this with search_path pg_catalog, so names and operators are the server's.

-- Every open transaction of the cluster, with words for people.
CREATE VIEW migrate.transactions AS
SELECT a.pid, NULL::text AS virtualtransaction, a.datname::text AS database, a.xact_start AS began,
       a.backend_type = 'autovacuum worker' AS is_autovacuum,
       a.backend_type = 'autovacuum worker' AND a.query LIKE '%(to prevent wraparound)%' AS is_wraparound,
       a.usename::text AS role,
       concat(w.who, ')') AS who,
       concat(w.who, ', last query "' || left(regexp_replace(a.query, '[[:space:]]+', ' ', 'g'), 60) || '"', ')')
           AS description
FROM pg_stat_activity a
CROSS JOIN LATERAL (
    SELECT concat('pid ', a.pid, ' (',
                  concat_ws(', ', 'role ' || a.usename, '"' || nullif(a.application_name, '') || '"',
                            CASE WHEN a.backend_type <> 'client backend' THEN a.backend_type END,
                            a.state || ', transaction open for '
                            || date_trunc('second', clock_timestamp() - a.xact_start))) AS who) w
WHERE a.xact_start IS NOT NULL
UNION ALL
SELECT NULL,
       -- That of the session that prepared it, and after a restart another: only the locks tell.
       (SELECT l.virtualtransaction FROM pg_locks l
        WHERE l.pid IS NULL AND l.locktype = 'transactionid' AND l.transactionid = p.transaction LIMIT 1),
       p.database::text, p.prepared, false, false, NULL, p.words, p.words
FROM (SELECT x.*, format('prepared transaction %L (role %s)', x.gid, x.owner) AS words FROM pg_prepared_xacts x) p;

COMMENT ON VIEW migrate.transactions IS 'open transactions of the cluster, prepared ones too: who a migration may have to wait for';
COMMENT ON COLUMN migrate.transactions.pid IS 'process; NULL for a prepared transaction';
COMMENT ON COLUMN migrate.transactions.virtualtransaction IS 'of a prepared transaction, as pg_locks has it';
COMMENT ON COLUMN migrate.transactions.database IS 'its database';
COMMENT ON COLUMN migrate.transactions.began IS 'when it began';
COMMENT ON COLUMN migrate.transactions.is_autovacuum IS 'whether it is an autovacuum, which gives way';
COMMENT ON COLUMN migrate.transactions.is_wraparound IS 'whether it is a vacuum against wraparound, which does not';
COMMENT ON COLUMN migrate.transactions.role IS 'its role';
COMMENT ON COLUMN migrate.transactions.who IS 'who it is: process, role, application, state, age';
COMMENT ON COLUMN migrate.transactions.description IS 'the same with the beginning of its last query, for those who may see that';
