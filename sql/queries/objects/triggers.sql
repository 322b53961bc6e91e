-- Triggers; not those by which the server keeps foreign keys.
SELECT 'trigger', n.nspname::text, format('%I on %I.%I', g.tgname, n.nspname, c.relname),
       'pg_trigger', g.oid, 'pg_class', c.oid,
       json_build_object(
           'on', format('%I.%I', n.nspname, c.relname),
           'definition', pg_get_triggerdef(g.oid),
           'enabled', CASE g.tgenabled WHEN 'D' THEN 'no' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' END,
           'inherited', CASE WHEN g.tgparentid <> 0 THEN 'yes' END,
           'comment', d.description)
FROM pg_trigger g
JOIN pg_class c ON c.oid = g.tgrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = g.oid AND d.classoid = 'pg_trigger'::regclass AND d.objsubid = 0
WHERE NOT g.tgisinternal AND {where: c.oid, c.relnamespace}
