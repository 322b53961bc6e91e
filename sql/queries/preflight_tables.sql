-- Tables and indexes ($1) with all that is below them: what migrate.preflight() must know of each. $2 is the role that asks.
-- Runs with search_path pg_catalog, as the owner. Nothing is opened: paths of files are given, not their sizes.
WITH RECURSIVE tree (asked, oid) AS (
    SELECT a.oid, a.oid FROM unnest($1) a (oid)
    UNION
    SELECT t.asked, i.inhrelid FROM tree t JOIN pg_inherits i ON i.inhparent = t.oid
), member AS (
    SELECT t.asked, c.oid, c.relkind IN ('i', 'I') AS is_index, c.reltoastrelid, c.relkind, c.reltuples, c.relfrozenxid
    FROM tree t JOIN pg_class c ON c.oid = t.oid
)
SELECT jsonb_build_object(
    'oid', c.oid::bigint,
    'table', coalesce(x.indrelid, c.oid)::bigint,
    -- An index's own count is that of its entries.
    'rows', (SELECT CASE WHEN bool_or(m.reltuples < 0) THEN NULL ELSE sum(m.reltuples::float8) END
             FROM member m WHERE m.asked = c.oid AND m.relkind IN ('r', 'm', 'i')),
    'tablespace', coalesce(s.spcname, d.spcname),
    'widths', (SELECT coalesce(jsonb_object_agg(a.attname, coalesce(w.width, nullif(a.attlen, -1)::int))
                               FILTER (WHERE coalesce(w.width, nullif(a.attlen, -1)::int) IS NOT NULL), '{}')
               FROM pg_attribute a
               LEFT JOIN LATERAL (SELECT max(t.stawidth) AS width FROM pg_statistic t
                                  WHERE t.starelid = a.attrelid AND t.staattnum = a.attnum) w ON true
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    'invalid_indexes', (SELECT coalesce(jsonb_agg(DISTINCT quote_ident(i.relname)), '[]')
                        FROM member m JOIN pg_index n ON n.indrelid = m.oid JOIN pg_class i ON i.oid = n.indexrelid
                        WHERE m.asked = c.oid AND NOT n.indisvalid AND m.relkind <> 'p'),
    'is_wraparound_due', (SELECT coalesce(bool_or(age(m.relfrozenxid) > current_setting('autovacuum_freeze_max_age')::int), false)
                          FROM member m WHERE m.asked = c.oid AND m.relkind IN ('r', 'm')),
    'is_owned', pg_has_role($2, c.relowner, 'USAGE'),
    'files', (SELECT coalesce(jsonb_agg(f.path) FILTER (WHERE f.path IS NOT NULL), '[]')
              FROM member m CROSS JOIN LATERAL (VALUES (pg_relation_filepath(m.oid)),
                                                       (pg_relation_filepath(nullif(m.reltoastrelid, 0)))) f (path)
              WHERE m.asked = c.oid AND NOT m.is_index),
    'index_files', (SELECT coalesce(jsonb_agg(f.path) FILTER (WHERE f.path IS NOT NULL), '[]')
                    FROM (SELECT pg_relation_filepath(m.oid) FROM member m WHERE m.asked = c.oid AND m.is_index
                          UNION
                          SELECT pg_relation_filepath(i.indexrelid) FROM member m JOIN pg_index i ON i.indrelid = m.oid
                          WHERE m.asked = c.oid AND NOT m.is_index) f (path)))
FROM unnest($1) a (oid)
JOIN pg_class c ON c.oid = a.oid
LEFT JOIN pg_index x ON x.indexrelid = c.oid
LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
CROSS JOIN (SELECT t.spcname FROM pg_database b JOIN pg_tablespace t ON t.oid = b.dattablespace
            WHERE b.datname = current_database()) d
