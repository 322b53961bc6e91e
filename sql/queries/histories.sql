-- Relations of these names ($1), with their columns, and what else of these names is in their schemas.
-- Runs with search_path pg_catalog, as the owner; $2 is who asks.
SELECT n.nspname::text, c.relname::text, c.oid,
       CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' END,
       ARRAY(SELECT a.attname::text FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum),
       ARRAY(SELECT format_type(a.atttypid, NULL) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum),
       ARRAY(SELECT b.relname::text FROM pg_class b
             WHERE b.relnamespace = c.relnamespace AND b.relname = ANY ($1::text[]) AND b.relkind IN ('r', 'p') AND b.oid <> c.oid
             ORDER BY 1),
       has_table_privilege($2, c.oid, 'SELECT') AND has_schema_privilege($2, n.oid, 'USAGE'),
       -- With these LOCK TABLE takes SHARE mode, too.
       has_table_privilege($2, c.oid, 'UPDATE, DELETE, TRUNCATE') AND has_schema_privilege($2, n.oid, 'USAGE')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = ANY ($1::text[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname <> 'migrate' AND NOT n.nspname LIKE 'pg\_%'
ORDER BY n.nspname, c.relname
