-- Objects that are in no schema, and what is given away in many places at once. $1 is the kind, $2 the name, $3 a part of it, $4
-- the roles whose privileges are asked for, quoted. Run under pinned settings; nothing where there is no such object.
SELECT o.answer FROM (
    SELECT 'schema', n.nspname::text, jsonb_build_object('there', true,
        'whole', to_jsonb(array_remove(ARRAY[format('CREATE SCHEMA %I', n.nspname), format('ALTER SCHEMA %I OWNER TO %I', n.nspname, pg_get_userbyid(n.nspowner)),
            (SELECT format('COMMENT ON SCHEMA %I IS %L', n.nspname, obj_description(n.oid, 'pg_namespace')) WHERE obj_description(n.oid, 'pg_namespace') IS NOT NULL)], NULL)
            || ARRAY(SELECT format('GRANT %s ON SCHEMA %I TO %s%s', e.privilege_type, n.nspname, CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END,
                            CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM aclexplode(n.nspacl) e)),
        'because', (SELECT format('With CASCADE all that is in schema %I goes.', n.nspname) FROM pg_depend d
                    WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = n.oid LIMIT 1),
        'was', jsonb_build_object('owner', jsonb_build_array(format('ALTER SCHEMA %I OWNER TO %I', n.nspname, pg_get_userbyid(n.nspowner))),
            'comment', jsonb_build_array(format('COMMENT ON SCHEMA %I IS %s', n.nspname, coalesce(quote_literal(obj_description(n.oid, 'pg_namespace')), 'NULL'))),
            'grants', (SELECT coalesce(jsonb_agg(x.sql ORDER BY x.place, x.sql), '[]') FROM (
                SELECT 1, format('REVOKE ALL ON SCHEMA %I FROM %s', n.nspname, g) FROM unnest($4) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
                UNION ALL
                SELECT 2, format('GRANT %s ON SCHEMA %I TO %s%s', e.privilege_type, n.nspname, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) e
                CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
                WHERE r.name = ANY ($4)) x (place, sql))))
    FROM pg_namespace n WHERE $3 IS NULL
    UNION ALL
    -- ALL TABLES IN SCHEMA and kin.
    SELECT 'schema', n.nspname::text, jsonb_build_object('there', true, 'was', jsonb_build_object('grants', (
        SELECT coalesce(jsonb_agg(y.sql ORDER BY y.place, y.sql), '[]') FROM (
            SELECT x.name, x.kind, x.acl FROM (
                SELECT format('%I.%I', n.nspname, c.relname), CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END,
                       coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)), CASE c.relkind WHEN 'S' THEN 'SEQUENCES' ELSE 'TABLES' END
                FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
                UNION ALL
                SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), CASE p.prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END,
                       coalesce(p.proacl, acldefault('f', p.proowner)), CASE p.prokind WHEN 'p' THEN 'PROCEDURES' ELSE 'FUNCTIONS' END
                FROM pg_proc p WHERE p.pronamespace = n.oid) x (name, kind, acl, plural)
            WHERE x.plural = $3 OR ($3 = 'ROUTINES' AND x.plural IN ('FUNCTIONS', 'PROCEDURES'))) x
        CROSS JOIN LATERAL (
            SELECT 1, format('REVOKE ALL ON %s%s FROM %s', x.kind, x.name, g) FROM unnest($4) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
            UNION ALL
            SELECT 2, format('GRANT %s ON %s%s TO %s%s', e.privilege_type, x.kind, x.name, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM aclexplode(x.acl) e CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
            WHERE r.name = ANY ($4)) y (place, sql))))
    FROM pg_namespace n WHERE $3 IS NOT NULL
    UNION ALL
    SELECT 'default_acl', $2, jsonb_build_object('there', true, 'was', jsonb_build_object('grants', (
        SELECT coalesce(jsonb_agg(y.sql ORDER BY y.place, y.sql), '[]')
        FROM (SELECT ro.oid AS role, ns.oid AS schema,
                     format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s ', ro.rolname, ' IN SCHEMA ' || quote_ident(ns.nspname)) AS prefix,
                     CASE $2 WHEN 'TABLES' THEN 'r' WHEN 'SEQUENCES' THEN 'S' WHEN 'TYPES' THEN 'T' WHEN 'SCHEMAS' THEN 'n' ELSE 'f' END::"char" AS objtype
              FROM pg_roles ro
              LEFT JOIN pg_namespace ns ON quote_ident(ns.nspname) = nullif(split_part($3, E'\n', 2), '')
              WHERE quote_ident(ro.rolname) = coalesce(nullif(split_part($3, E'\n', 1), ''), quote_ident(current_user))
                AND (split_part($3, E'\n', 2) = '' OR ns.oid IS NOT NULL)) k
        LEFT JOIN pg_default_acl da ON da.defaclrole = k.role AND da.defaclnamespace = coalesce(k.schema, 0) AND da.defaclobjtype = k.objtype
        CROSS JOIN LATERAL (
            SELECT 1, format('%sREVOKE ALL ON %s FROM %s', k.prefix, $2, g) FROM unnest($4) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
            UNION ALL
            SELECT 2, format('%sGRANT %s ON %s TO %s%s', k.prefix, e.privilege_type, $2, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM aclexplode(coalesce(da.defaclacl, CASE WHEN k.schema IS NULL THEN acldefault(CASE k.objtype WHEN 'S' THEN 's' ELSE k.objtype END, k.role) END)) e
            CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
            WHERE r.name = ANY ($4)) y (place, sql))))
    UNION ALL
    SELECT 'role', ro.rolname::text, jsonb_build_object('there', true, 'because', 'How a role is made again is not known.',
        'was', CASE WHEN $3 IS NULL THEN jsonb_build_object('comment', jsonb_build_array(format('COMMENT ON ROLE %I IS %s', ro.rolname, coalesce(quote_literal(shobj_description(ro.oid, 'pg_authid')), 'NULL'))))
               ELSE jsonb_build_object('grants', jsonb_build_array((
            SELECT CASE WHEN m.member IS NULL THEN format('REVOKE %I FROM %I', ro.rolname, mr.rolname)
                        ELSE format('GRANT %I TO %I%s', ro.rolname, mr.rolname, CASE WHEN m.admin_option THEN ' WITH ADMIN OPTION' ELSE '' END) END
            FROM pg_roles mr LEFT JOIN pg_auth_members m ON m.roleid = ro.oid AND m.member = mr.oid WHERE quote_ident(mr.rolname) = $3))) END)
    FROM pg_roles ro WHERE $3 IS NULL OR EXISTS (SELECT FROM pg_roles mr WHERE quote_ident(mr.rolname) = $3)
    UNION ALL
    SELECT 'extension', e.extname::text, jsonb_build_object('there', true,
        'whole', jsonb_build_array(format('CREATE EXTENSION %I WITH SCHEMA %I VERSION %L', e.extname, n.nspname, e.extversion)),
        'was', jsonb_build_object('comment', jsonb_build_array(format('COMMENT ON EXTENSION %I IS %s', e.extname, coalesce(quote_literal(obj_description(e.oid, 'pg_extension')), 'NULL')))))
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    UNION ALL
    SELECT 'event_trigger', t.evtname::text, jsonb_build_object('there', true, 'because', 'How an event trigger is made again is not known.') FROM pg_event_trigger t
    UNION ALL
    SELECT 'publication', p.pubname::text, jsonb_build_object('there', true, 'because', 'How a publication is made again is not known.') FROM pg_publication p
    UNION ALL
    SELECT 'language', l.lanname::text, jsonb_build_object('there', true, 'because', 'How a language is made again is not known.') FROM pg_language l
    UNION ALL
    SELECT 'foreign_data_wrapper', f.fdwname::text, jsonb_build_object('there', true, 'because', 'How a foreign-data wrapper is made again is not known.') FROM pg_foreign_data_wrapper f
    UNION ALL
    SELECT 'foreign_server', s.srvname::text, jsonb_build_object('there', true, 'because', 'How a server is made again is not known.') FROM pg_foreign_server s) o (kind, name, answer)
WHERE o.kind = $1 AND o.name = $2
