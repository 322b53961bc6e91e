-- What runs have left: sizes of tables before and after, and hashes of objects that have changed.
-- Runs with search_path pg_catalog, as the owner. $1 is the version or the job, $2 the runs.
WITH mine AS MATERIALIZED (
    SELECT coalesce('job ' || j.job, 'operation ' || j.record, 'row ' || j.id) AS run, j.id, j.sizes, j.changed
    FROM ({rows}) j
    WHERE j.sizes IS NOT NULL OR j.changed IS NOT NULL
), sized AS (
    SELECT m.run, s.table_name, (array_agg(s.before ORDER BY m.id))[1] AS before,
           (array_agg(s.after ORDER BY m.id DESC))[1] AS after
    FROM mine m
    CROSS JOIN LATERAL (SELECT x ->> 'table' AS table_name, (x ->> 'before')::bigint AS before, (x ->> 'after')::bigint AS after
                        FROM jsonb_array_elements(m.sizes) x) s
    GROUP BY m.run, s.table_name
), changed AS (
    -- An object that several units have changed is told as it was before the first and after the last of them.
    SELECT m.run, c.oid, (array_agg(c.before ORDER BY m.id))[1] AS before, (array_agg(c.after ORDER BY m.id DESC))[1] AS after,
           bool_or(c.made) AS made, min(m.id) AS first
    FROM mine m
    CROSS JOIN LATERAL (SELECT x ->> 'oid' AS oid, x ->> 'before' AS before, x ->> 'after' AS after,
                               coalesce((x ->> 'made')::boolean, false) AS made
                        FROM jsonb_array_elements(m.changed) x) c
    GROUP BY m.run, c.oid
)
SELECT r.run,
       coalesce((SELECT jsonb_agg(jsonb_build_object('table', s.table_name, 'before', s.before, 'after', s.after))
                 FROM (SELECT * FROM sized s WHERE s.run = r.run
                       ORDER BY abs(coalesce(s.after, 0) - s.before) DESC, s.table_name LIMIT 41) s), '[]'),
       coalesce((SELECT jsonb_agg(jsonb_build_object('oid', c.oid::bigint, 'before', c.before, 'after', c.after, 'made', c.made) ORDER BY c.first)
                 FROM (SELECT * FROM changed c
                       WHERE c.run = r.run AND c.before IS DISTINCT FROM c.after
                       ORDER BY c.first, c.oid LIMIT 200) c), '[]'),
       (SELECT count(*) FROM changed c WHERE c.run = r.run AND c.before IS DISTINCT FROM c.after)
FROM unnest($2::text[]) r (run)
