-- Rules, but for those that make a view.
SELECT 'rule', n.nspname::text, format('%I on %I.%I', r.rulename, n.nspname, c.relname),
       'pg_rewrite', r.oid, 'pg_class', c.oid,
       json_build_object(
           'on', format('%I.%I', n.nspname, c.relname),
           'query', pg_get_ruledef(r.oid),
           'enabled', CASE r.ev_enabled WHEN 'D' THEN 'no' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' END,
           'comment', d.description)
FROM pg_rewrite r
JOIN pg_class c ON c.oid = r.ev_class
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = r.oid AND d.classoid = 'pg_rewrite'::regclass AND d.objsubid = 0
WHERE r.rulename <> '_RETURN' AND {where: c.oid, c.relnamespace}
