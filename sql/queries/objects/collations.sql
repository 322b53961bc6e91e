-- Collations.
SELECT 'collation', n.nspname::text, format('%I.%I', n.nspname, l.collname),
       'pg_collation', l.oid, 'pg_collation', l.oid,
       json_build_object(
           'owner', pg_get_userbyid(l.collowner), 'provider', l.collprovider,
           'nondeterministic', CASE WHEN NOT l.collisdeterministic THEN 'yes' END,
           'locale', coalesce(to_json(l)->>'colllocale', to_json(l)->>'colliculocale', l.collcollate),
           'ctype', CASE WHEN l.collctype <> l.collcollate THEN l.collctype END,
           'comment', d.description)
FROM pg_collation l
JOIN pg_namespace n ON n.oid = l.collnamespace
LEFT JOIN pg_description d ON d.objoid = l.oid AND d.classoid = 'pg_collation'::regclass AND d.objsubid = 0
WHERE {where: l.oid, l.collnamespace}
