-- The relations that clones are made of, where a script names those in $1: each with its level. 0: all of it, as far as
-- statements have to do with it; 1: columns and keys, as the other end of a foreign key or what a view reads. $2: with what
-- refers to them through others, which TRUNCATE ... CASCADE empties.
WITH RECURSIVE named AS (
    SELECT coalesce(i.indrelid, c.oid) AS oid
    FROM unnest($1) o (oid) JOIN pg_class c ON c.oid = o.oid LEFT JOIN pg_index i ON i.indexrelid = c.oid
    UNION
    -- The table of a sequence.
    SELECT d.refobjid
    FROM unnest($1) o (oid)
    JOIN pg_class c ON c.oid = o.oid AND c.relkind = 'S'
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = o.oid AND d.refclassid = 'pg_class'::regclass
                    AND d.deptype IN ('a', 'i')
), up (oid) AS (
    SELECT oid FROM named
    UNION
    SELECT h.inhparent FROM up JOIN pg_inherits h ON h.inhrelid = up.oid
), down (oid) AS (
    SELECT oid FROM named
    UNION
    -- Of many partitions a few are as good as all.
    SELECT h.inhrelid
    FROM down CROSS JOIN LATERAL (SELECT p.inhrelid FROM pg_inherits p WHERE p.inhparent = down.oid
                                  ORDER BY p.inhrelid LIMIT 4) h
), tables AS (
    SELECT oid FROM up
    UNION SELECT oid FROM down
    UNION SELECT p.partdefid FROM up JOIN pg_partitioned_table p ON p.partrelid = up.oid WHERE p.partdefid <> 0
    UNION SELECT p.partdefid FROM down JOIN pg_partitioned_table p ON p.partrelid = down.oid WHERE p.partdefid <> 0
), views (oid) AS (
    SELECT oid FROM tables
    UNION
    SELECT r.ev_class
    FROM views
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = views.oid
                    AND d.classid = 'pg_rewrite'::regclass
    JOIN pg_rewrite r ON r.oid = d.objid
    JOIN pg_class v ON v.oid = r.ev_class AND v.relkind IN ('v', 'm')
), whole AS (
    SELECT oid FROM tables UNION SELECT oid FROM views
), read (oid) AS (
    SELECT oid FROM whole
    UNION
    SELECT d.refobjid
    FROM read
    CROSS JOIN LATERAL (SELECT r.oid, 'pg_rewrite'::regclass::oid AS class FROM pg_rewrite r WHERE r.ev_class = read.oid
                        UNION ALL SELECT p.oid, 'pg_policy'::regclass FROM pg_policy p WHERE p.polrelid = read.oid) r
    JOIN pg_depend d ON d.classid = r.class AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
), ends AS (
    SELECT unnest(ARRAY[k.conrelid, k.confrelid]) AS oid
    FROM pg_constraint k
    WHERE k.contype = 'f' AND k.conparentid = 0
      AND (k.conrelid IN (SELECT oid FROM tables) OR k.confrelid IN (SELECT oid FROM tables))
), referring (oid) AS (
    SELECT oid FROM tables WHERE $2
    UNION
    SELECT k.conrelid FROM referring JOIN pg_constraint k ON k.contype = 'f' AND k.confrelid = referring.oid
), sequences AS (
    SELECT d.objid AS oid
    FROM tables
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = tables.oid
                    AND d.classid = 'pg_class'::regclass AND d.deptype = 'a'
    JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
)
SELECT c.oid, min(l.level), n.nspname::text, c.relname::text, c.relkind::text, c.relowner,
       c.oid::regclass::text,
       CASE WHEN c.relpersistence = 't' THEN 'it is temporary'
            WHEN n.nspname IN ('pg_catalog', 'information_schema', 'pg_toast', 'migrate') THEN 'it is in schema ' || n.nspname
            WHEN c.relkind = 'f' THEN 'foreign tables are not tried'
            WHEN c.relkind = 'c' THEN 'types are not tried' END
FROM (SELECT oid, 0 AS level FROM whole UNION ALL SELECT oid, 0 FROM sequences
      UNION ALL SELECT oid, 1 FROM read UNION ALL SELECT oid, 1 FROM ends
      UNION ALL SELECT oid, 1 FROM referring) l
JOIN pg_class c ON c.oid = l.oid
JOIN pg_namespace n ON n.oid = c.relnamespace
GROUP BY c.oid, c.relname, c.relkind, c.relowner, c.relpersistence, n.nspname
ORDER BY c.oid
