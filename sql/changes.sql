-- Where each online change stands, and what comes next. CREATE EXTENSION runs this with search_path pg_catalog, so names and
-- operators are the server's.
CREATE VIEW migrate.changes AS
SELECT c.id, c.kind, CASE WHEN c.kind = 'drop_table' THEN c.table_name ELSE coalesce(t.relname::text, c.table_name) END AS table_name,
       -- A column of another type has the same name at both ends, so those say their types.
       CASE WHEN c.kind = 'change_type' THEN ARRAY[concat_ws(' ', c.old_columns[1], y.old_type)] ELSE c.old_columns END AS old_columns,
       CASE WHEN m.hidden_column IS NOT NULL THEN ARRAY[m.hidden_column]
            WHEN c.kind = 'change_type' THEN ARRAY[concat_ws(' ', c.new_columns[1], c.arguments ->> 'data_type')]
            ELSE c.new_columns END AS new_columns, c.state,
       CASE
           WHEN m.marked IS NOT NULL
               THEN format('unknown which table it is about: drop trigger ~migrate_%s on all but one of %s', c.token,
                           (SELECT string_agg(o::regclass::text, ', ') FROM unnest(m.marked) o))
           WHEN c.state IN ('expanding', 'backfilling', 'verifying', 'contracting') AND w.is_at_work THEN 'at work: migrate.progress'
           WHEN c.state IN ('expanding', 'backfilling', 'verifying')
               THEN format('broken off: the same call goes on, migrate.abort(%s) gives it up', c.id)
           WHEN c.state = 'contracting' THEN format('broken off: migrate.complete(%s) goes on', c.id)
           WHEN c.state = 'ready' THEN format('migrate.complete(%s) when nobody needs the old end', c.id)
           WHEN c.state = 'grace' AND c.grace_until <= now() THEN format('migrate.complete(%s) ends it', c.id)
           WHEN c.state = 'grace'
               THEN format('migrate.%s(%s) takes it back, until %s',
                           CASE WHEN c.kind IN ('drop_column', 'drop_table') THEN 'restore' ELSE 'undo' END, c.id,
                           to_char(c.grace_until, 'YYYY-MM-DD HH24:MI'))
       END AS next,
       CASE WHEN c.kind = 'drop_table' THEN c.table_schema ELSE coalesce(n.nspname::text, c.table_schema) END AS table_schema
FROM migrate.change_records c
JOIN migrate.change_tables m USING (id)
LEFT JOIN pg_class t ON t.oid = m.table_oid
LEFT JOIN pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN LATERAL (
    SELECT format_type(a.atttypid, a.atttypmod) AS old_type
    FROM pg_attribute a
    WHERE a.attrelid = m.table_oid AND NOT a.attisdropped
      AND a.attname = CASE WHEN c.state IN ('contracting', 'grace') THEN c.old_columns[1] || '_old_type' ELSE c.old_columns[1] END
      AND c.state NOT IN ('done', 'aborted', 'undone')) y ON c.kind = 'change_type'
CROSS JOIN LATERAL (
    -- Its own job, one that completes it, or migrations of which one may be about it.
    SELECT EXISTS (SELECT FROM migrate.live_jobs l JOIN migrate.jobs j USING (id)
                   WHERE l.alive AND (j.operation IS NULL OR j.operation LIKE 'complete of %'
                                      OR j.operation = (SELECT o.operation FROM migrate.operations o WHERE o.id = c.id)))
           AS is_at_work) w
-- What has ended is no work any more: migrate.change_records keeps it.
WHERE c.ended_at IS NULL
   OR c.ended_at > clock_timestamp()
          - (SELECT CASE WHEN s.value ~ '^[0-9]+ ?(d|h|min|s)?$' THEN s.value::interval ELSE '1 day' END
             FROM (SELECT current_setting('migrate.work_shown', true) AS value) s)
ORDER BY c.id;

COMMENT ON VIEW migrate.changes IS 'online changes, in which old and new applications use a table at once: where each stands, and what comes next; ended ones for migrate.work_shown';
COMMENT ON COLUMN migrate.changes.id IS 'number, for migrate.complete(), abort(), undo() and restore()';
COMMENT ON COLUMN migrate.changes.kind IS 'rename_column, split_column, change_type, drop_column or drop_table';
COMMENT ON COLUMN migrate.changes.table_name IS 'name of the table; of a dropped one, the name that it had';
COMMENT ON COLUMN migrate.changes.old_columns IS 'columns that the old application uses; with its type, where that is changed';
COMMENT ON COLUMN migrate.changes.new_columns IS 'columns that the new application uses, or with its new type; of a drop, the hidden column';
COMMENT ON COLUMN migrate.changes.state IS 'expanding, backfilling, verifying, ready (both ends work), contracting, grace (complete, or hidden, and can be taken back), done, aborted, undone';
COMMENT ON COLUMN migrate.changes.next IS 'what can be done now';
COMMENT ON COLUMN migrate.changes.table_schema IS 'schema of the table; of a dropped one, the schema that it was in';
