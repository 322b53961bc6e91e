-- Row security policies.
SELECT 'policy', n.nspname::text, format('%I on %I.%I', p.polname, n.nspname, c.relname),
       'pg_policy', p.oid, 'pg_class', c.oid,
       json_build_object(
           'on', format('%I.%I', n.nspname, c.relname),
           'for', CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' END,
           'restrictive', CASE WHEN NOT p.polpermissive THEN 'yes' END,
           'to', CASE WHEN p.polroles <> '{0}' THEN
               (SELECT json_agg(pg_get_userbyid(r) ORDER BY pg_get_userbyid(r) COLLATE "C") FROM unnest(p.polroles) r) END,
           'using', pg_get_expr(p.polqual, p.polrelid),
           'with check', pg_get_expr(p.polwithcheck, p.polrelid),
           'comment', d.description)
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_policy'::regclass AND d.objsubid = 0
WHERE {where: c.oid, c.relnamespace}
