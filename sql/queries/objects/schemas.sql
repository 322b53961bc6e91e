-- The schemas themselves.
SELECT 'schema', n.nspname::text, quote_ident(n.nspname),
       'pg_namespace', n.oid, 'pg_namespace', n.oid,
       json_build_object(
           'owner', pg_get_userbyid(n.nspowner),
           'comment', d.description,
           'grants', CASE WHEN n.nspacl IS NOT NULL THEN json_build_object(
               'acl', to_json(n.nspacl::text[]), 'default', to_json(acldefault('n', n.nspowner)::text[])) END,
           'default privileges', (
               SELECT json_object_agg(
                   format('for %s on %s', pg_get_userbyid(a.defaclrole),
                          CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'routines'
                                               WHEN 'T' THEN 'types' ELSE a.defaclobjtype::text END),
                   json_build_object('acl', to_json(a.defaclacl::text[]),
                       'default', to_json(acldefault(CASE a.defaclobjtype WHEN 'S' THEN 's' ELSE a.defaclobjtype END, a.defaclrole)::text[])))
               FROM pg_default_acl a WHERE a.defaclnamespace = n.oid))
FROM pg_namespace n
LEFT JOIN pg_description d ON d.objoid = n.oid AND d.classoid = 'pg_namespace'::regclass AND d.objsubid = 0
WHERE {where: n.oid, n.oid}
