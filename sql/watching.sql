-- What one looks at before, beside and after a migration. CREATE EXTENSION runs this with search_path pg_catalog, so names
-- and operators are the server's. What another role's session does, the server shows to members of pg_read_all_stats only.

-- Indexes that no query uses although every write pays for them.
CREATE VIEW migrate.invalid_indexes AS
SELECT n.nspname::text AS schema, t.relname::text AS table_name, c.relname::text AS index_name,
       pg_size_pretty(CASE c.relkind
           WHEN 'I' THEN (SELECT sum(pg_relation_size(p.relid)) FROM pg_partition_tree(c.oid) p WHERE p.isleaf)
           ELSE pg_relation_size(c.oid)
       END) AS size,
       CASE WHEN working.pid IS NOT NULL THEN concat('being ', working.what, ' by pid ', working.pid, ': ' || working.phase)
            WHEN holder.pid IS NOT NULL THEN concat('in the hands of pid ', holder.pid)
            WHEN c.relkind = 'I' THEN format('%s of %s partitions have it', parts.have, parts.all)
            WHEN NOT i.indislive THEN 'left over of a DROP INDEX CONCURRENTLY'
            WHEN c.relname ~ '_cc(new|old)[0-9]*$' THEN 'left over of a REINDEX CONCURRENTLY'
            ELSE 'left over of a build that failed'
       END AS why,
       pg_get_indexdef(c.oid) AS definition
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
    -- Who holds it against others: the other index of a REINDEX CONCURRENTLY, and one that is being dropped.
    SELECT l.pid
    FROM pg_locks l
    WHERE l.locktype = 'relation' AND l.relation = i.indexrelid AND l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
      AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
      AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    LIMIT 1) holder ON true
LEFT JOIN LATERAL (
    SELECT p.pid, p.phase, CASE WHEN p.command LIKE 'REINDEX%' THEN 'reindexed' ELSE 'built' END AS what
    FROM pg_stat_progress_create_index p
    WHERE p.index_relid = i.indexrelid OR p.pid = holder.pid
       -- Who may not see which index it is, sees at least that it is one of this table.
       OR p.index_relid IS NULL AND p.datname = current_database()
          AND EXISTS (SELECT FROM pg_locks l
                      WHERE l.pid = p.pid AND l.locktype = 'relation' AND l.relation = i.indrelid AND l.granted
                        AND l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
                        AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()))
    LIMIT 1) working ON true
LEFT JOIN LATERAL (
    SELECT (SELECT count(*) FROM pg_inherits h WHERE h.inhparent = i.indrelid) AS "all",
           (SELECT count(*) FROM pg_inherits h JOIN pg_index x ON x.indexrelid = h.inhrelid
            WHERE h.inhparent = i.indexrelid AND x.indisvalid) AS have) parts ON c.relkind = 'I'
WHERE NOT (i.indisvalid AND i.indisready AND i.indislive)
ORDER BY 1, 2, 3;

COMMENT ON VIEW migrate.invalid_indexes IS 'indexes that no query uses: although every write pays for them; and why';
COMMENT ON COLUMN migrate.invalid_indexes.schema IS 'schema of the index and its table';
COMMENT ON COLUMN migrate.invalid_indexes.table_name IS 'table';
COMMENT ON COLUMN migrate.invalid_indexes.index_name IS 'index';
COMMENT ON COLUMN migrate.invalid_indexes.size IS 'its size on disk';
COMMENT ON COLUMN migrate.invalid_indexes.why IS 'being built, left over, or, of a partitioned index, on how many partitions it is valid';
COMMENT ON COLUMN migrate.invalid_indexes.definition IS 'statement that makes it, without CONCURRENTLY';

-- The largest first. A partitioned table stands for all of its partitions, which have rows of their own, too.
CREATE VIEW migrate.table_sizes AS
SELECT n.nspname::text AS schema, c.relname::text AS table_name,
       CASE WHEN s.unknown THEN NULL ELSE s.tuples::bigint END AS rows,
       pg_size_pretty(s.total - s.indexes - s.toast) AS data, pg_size_pretty(s.indexes) AS indexes,
       pg_size_pretty(s.toast) AS toast, pg_size_pretty(s.total) AS total, s.total AS total_bytes,
       (SELECT format('%I', r.relname)
        FROM pg_partition_ancestors(c.oid) a JOIN pg_class r ON r.oid = a.relid
        WHERE c.relispartition AND NOT r.relispartition) AS part_of
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT coalesce(sum(x.reltuples) FILTER (WHERE x.reltuples >= 0), 0) AS tuples,
           coalesce(bool_or(x.reltuples < 0), false) AS unknown,
           coalesce(sum(pg_total_relation_size(x.oid)), 0)::bigint AS total,
           coalesce(sum(pg_indexes_size(x.oid)), 0)::bigint AS indexes,
           coalesce(sum(pg_total_relation_size(nullif(x.reltoastrelid, 0))), 0)::bigint AS toast
    FROM pg_class x
    WHERE x.oid = c.oid AND c.relkind <> 'p'
       OR c.relkind = 'p' AND x.oid IN (SELECT p.relid FROM pg_partition_tree(c.oid) p WHERE p.isleaf)) s
WHERE c.relkind IN ('r', 'p', 'm')
  AND n.nspname !~ '^pg_(catalog|toast|temp)' AND n.nspname NOT IN ('information_schema', 'migrate')
ORDER BY s.total DESC, 1, 2;

COMMENT ON VIEW migrate.table_sizes IS 'sizes of tables, the largest first: on disk, of materialized views too; without those of schema migrate';
COMMENT ON COLUMN migrate.table_sizes.schema IS 'schema';
COMMENT ON COLUMN migrate.table_sizes.table_name IS 'table; a partitioned one stands for all of its partitions';
COMMENT ON COLUMN migrate.table_sizes.rows IS 'number of rows as the last ANALYZE or VACUUM estimated it; NULL before the first';
COMMENT ON COLUMN migrate.table_sizes.data IS 'size of the rows';
COMMENT ON COLUMN migrate.table_sizes.indexes IS 'size of the indexes';
COMMENT ON COLUMN migrate.table_sizes.toast IS 'size of the long values that are kept apart, with their index';
COMMENT ON COLUMN migrate.table_sizes.total IS 'sum of the three';
COMMENT ON COLUMN migrate.table_sizes.total_bytes IS 'the same in bytes';
COMMENT ON COLUMN migrate.table_sizes.part_of IS 'of a partition, the partitioned table in whose size it is counted';

-- The least used first, and of those the largest.
CREATE VIEW migrate.index_usage AS
SELECT s.schemaname::text AS schema, s.relname::text AS table_name, s.indexrelname::text AS index_name,
       s.idx_scan AS scans,
       -- A column that PostgreSQL has since 16.
       date_trunc('second', (to_jsonb(s) ->> 'last_idx_scan')::timestamptz) AS last_scan,
       pg_size_pretty(pg_relation_size(s.indexrelid)) AS size,
       CASE WHEN i.indisprimary THEN 'primary key' WHEN i.indisexclusion THEN 'exclusion' WHEN i.indisunique THEN 'unique'
            WHEN i.indisreplident THEN 'replica identity'
       END AS enforces,
       regexp_replace(pg_get_indexdef(s.indexrelid), '^.*? USING ', '') AS definition
FROM pg_stat_user_indexes s
JOIN pg_index i ON i.indexrelid = s.indexrelid
WHERE s.schemaname <> 'migrate'
ORDER BY s.idx_scan, pg_relation_size(s.indexrelid) DESC, 1, 2, 3;

COMMENT ON VIEW migrate.index_usage IS 'how often indexes are used: since the statistics were reset, the least used first; without those of schema migrate';
COMMENT ON COLUMN migrate.index_usage.schema IS 'schema of the index and its table';
COMMENT ON COLUMN migrate.index_usage.table_name IS 'table';
COMMENT ON COLUMN migrate.index_usage.index_name IS 'index';
COMMENT ON COLUMN migrate.index_usage.scans IS 'scans on this server; a standby counts its own';
COMMENT ON COLUMN migrate.index_usage.last_scan IS 'time of the last one; NULL before PostgreSQL 16';
COMMENT ON COLUMN migrate.index_usage.size IS 'its size on disk';
COMMENT ON COLUMN migrate.index_usage.enforces IS 'what it is needed for even without scans: primary key, unique, exclusion, replica identity';
COMMENT ON COLUMN migrate.index_usage.definition IS 'method, columns and condition';

-- Who is at work in this database, the longest at it first. A session that is idle has nothing to do with anybody; one
-- that is idle in a transaction holds its locks.
CREATE VIEW migrate.active_queries AS
SELECT a.pid, a.usename::text AS role, a.application_name AS application, a.state,
       to_char(s.duration, 'HH24:MI:SS') AS duration,
       CASE WHEN a.state = 'active' THEN
           CASE a.wait_event_type WHEN 'Lock' THEN a.wait_event || ' lock' ELSE a.wait_event END
       END AS wait,
       nullif(pg_blocking_pids(a.pid), '{}') AS blocked_by,
       CASE WHEN length(q.query) > 40 THEN left(q.query, 37) || '...' ELSE q.query END AS query
FROM pg_stat_activity a
CROSS JOIN LATERAL (SELECT btrim(regexp_replace(a.query, '[[:space:]]+', ' ', 'g')) AS query) q
CROSS JOIN LATERAL (SELECT make_interval(secs => extract(epoch FROM clock_timestamp() - CASE a.state WHEN 'active' THEN a.query_start
                                                                                           ELSE a.state_change END)::float8) AS duration) s
WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
  AND a.state <> 'idle' AND a.backend_type <> 'walsender'
  -- A parallel worker works for a session that has its own row.
  AND (a.leader_pid IS NULL OR a.leader_pid = a.pid)
ORDER BY s.duration DESC, a.pid;

COMMENT ON VIEW migrate.active_queries IS 'sessions that are at work: others of this database, or in a transaction, the longest first';
COMMENT ON COLUMN migrate.active_queries.pid IS 'process';
COMMENT ON COLUMN migrate.active_queries.role IS 'role that connected';
COMMENT ON COLUMN migrate.active_queries.application IS 'application_name of the session';
COMMENT ON COLUMN migrate.active_queries.state IS 'active, or idle in transaction, which holds its locks';
COMMENT ON COLUMN migrate.active_queries.duration IS 'time since the statement began, or since the session is idle: HH:MM:SS';
COMMENT ON COLUMN migrate.active_queries.wait IS 'what an active statement waits for';
COMMENT ON COLUMN migrate.active_queries.blocked_by IS 'processes that hold a lock, or stand in its queue, before it; 0 for a prepared transaction';
COMMENT ON COLUMN migrate.active_queries.query IS 'statement that runs, or ran last, cut off';

-- Who waits for a lock, and for whom: a row for each pair.
CREATE VIEW migrate.blocked_locks AS
WITH waiting AS (
    SELECT l.*, a.usename, a.query,
           CASE l.locktype
               WHEN 'relation' THEN l.relation::regclass::text
               WHEN 'tuple' THEN 'row of ' || l.relation::regclass
               WHEN 'transactionid' THEN
                   -- For the row's last writer to end; the row itself is locked meanwhile.
                   coalesce((SELECT 'row of ' || t.relation::regclass FROM pg_locks t
                             WHERE t.pid = l.pid AND t.locktype = 'tuple' AND t.granted AND t.database = d.oid LIMIT 1),
                            'end of a transaction')
               WHEN 'virtualxid' THEN 'end of a transaction'
               WHEN 'advisory' THEN 'advisory lock'
               ELSE l.locktype || coalesce(' of ' || l.relation::regclass, '')
           END AS locked
    FROM pg_locks l
    JOIN pg_stat_activity a ON a.pid = l.pid
    JOIN pg_database d ON d.oid = a.datid
    WHERE NOT l.granted AND d.datname = current_database()
)
SELECT w.pid AS waiting_pid, w.usename::text AS waiting_role,
       -- As LOCK TABLE spells it: ACCESS EXCLUSIVE.
       upper(btrim(regexp_replace(replace(w.mode, 'Lock', ''), '([A-Z])', ' \1', 'g'))) AS lock_mode, w.locked, to_char(make_interval(secs => extract(epoch FROM clock_timestamp() - w.waitstart)::float8), 'HH24:MI:SS') AS waited,
       nullif(b.pid, 0) AS blocking_pid, coalesce(a.usename::text, p.owner::text) AS blocking_role,
       a.application_name AS blocking_application,
       CASE WHEN b.pid = 0 THEN 'prepared transaction' ELSE a.state END AS blocking_state,
       to_char(make_interval(secs => extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, p.prepared))::float8), 'HH24:MI:SS')
           AS transaction_age,
       btrim(regexp_replace(w.query, '[[:space:]]+', ' ', 'g')) AS waiting_query,
       coalesce(btrim(regexp_replace(a.query, '[[:space:]]+', ' ', 'g')), format('PREPARE TRANSACTION %L', p.gid)) AS blocking_query
FROM waiting w
CROSS JOIN LATERAL (SELECT DISTINCT x.pid FROM unnest(pg_blocking_pids(w.pid)) x (pid)) b
LEFT JOIN pg_stat_activity a ON a.pid = b.pid
LEFT JOIN LATERAL (
    SELECT x.gid, x.owner, x.prepared
    FROM pg_locks h
    JOIN pg_locks own ON own.virtualtransaction = h.virtualtransaction AND own.pid IS NULL AND own.locktype = 'transactionid'
    JOIN pg_prepared_xacts x ON x.transaction = own.transactionid
    WHERE h.pid IS NULL AND h.granted AND h.locktype = w.locktype
      AND (h.database, h.relation, h.page, h.tuple, h.virtualxid, h.transactionid::text, h.classid, h.objid, h.objsubid)
          IS NOT DISTINCT FROM
          (w.database, w.relation, w.page, w.tuple, w.virtualxid, w.transactionid::text, w.classid, w.objid, w.objsubid)
    ORDER BY x.prepared LIMIT 1) p ON b.pid = 0
ORDER BY w.waitstart, w.pid, b.pid;

COMMENT ON VIEW migrate.blocked_locks IS 'sessions that wait for a lock: in this database, each with every session that it waits for; the longest first';
COMMENT ON COLUMN migrate.blocked_locks.waiting_pid IS 'process that waits';
COMMENT ON COLUMN migrate.blocked_locks.waiting_role IS 'its role';
COMMENT ON COLUMN migrate.blocked_locks.lock_mode IS 'mode of the lock that it wants';
COMMENT ON COLUMN migrate.blocked_locks.locked IS 'what is locked: a table, a row of it, the end of a transaction';
COMMENT ON COLUMN migrate.blocked_locks.waited IS 'how long it has waited: HH:MM:SS';
COMMENT ON COLUMN migrate.blocked_locks.blocking_pid IS 'process that holds the lock, or stands before it in the queue; NULL for a prepared transaction';
COMMENT ON COLUMN migrate.blocked_locks.blocking_role IS 'its role';
COMMENT ON COLUMN migrate.blocked_locks.blocking_application IS 'its application_name';
COMMENT ON COLUMN migrate.blocked_locks.blocking_state IS 'active, idle in transaction, or prepared transaction';
COMMENT ON COLUMN migrate.blocked_locks.transaction_age IS 'time since its transaction began';
COMMENT ON COLUMN migrate.blocked_locks.waiting_query IS 'statement that waits';
COMMENT ON COLUMN migrate.blocked_locks.blocking_query IS 'statement that the other runs, or ran last';
