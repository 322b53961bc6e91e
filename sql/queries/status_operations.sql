-- Safe operations that were called by themselves, failed, and are neither gone on with nor given up.
SELECT NULL::bigint,
       -- As its job says it, with the names of indexes and columns.
       coalesce((SELECT j.what FROM migrate.journal k JOIN migrate.jobs j ON j.id = k.job
                 WHERE k.record = o.id AND j.operation = o.operation ORDER BY k.id DESC LIMIT 1), o.operation), 'failed', NULL::timestamptz, NULL::text, NULL::integer,
       -- The detail behind the SQLSTATE may have values of rows, and is for those who may read the table.
       concat('operation ', o.id, (SELECT format(' in schema "%s"', s.schema_name) FROM migrate.schemas s WHERE s.id = o.tenant), ': ',
              concat_ws('; ', CASE WHEN has_column_privilege($1, 'migrate.operations', 'message', 'SELECT')
                                   THEN left(regexp_replace(o.message, '[[:space:]]+', ' ', 'g'), 240)
                                   ELSE substring(o.message FROM '^.*?\([0-9A-Z]{5}\)') END, o.hint)), false
FROM migrate.operations o
WHERE o.status = 'failed' AND o.version IS NULL
  -- Done since, by a call of somebody else or in another way.
  AND NOT EXISTS (SELECT FROM migrate.operations p
                  WHERE p.id > o.id AND p.operation = o.operation AND p.status IN ('done', 'undone')
                    AND (p.arguments = o.arguments OR p.arguments ->> 'operation' = 'end_change'))
  -- Given up, or taken back, after it had failed.
  AND NOT EXISTS (SELECT FROM migrate.change_records c
                  WHERE c.id = o.id AND c.state IN ('done', 'aborted', 'undone') AND c.ended_at > o.finished_at)
  -- The end of a change that has ended in another way.
  AND NOT EXISTS (SELECT FROM migrate.change_records c
                  WHERE o.arguments ->> 'operation' = 'end_change' AND c.id::text = o.arguments ->> 'which'
                    AND c.state IN ('done', 'aborted', 'undone') AND c.ended_at > o.finished_at)
ORDER BY o.id
