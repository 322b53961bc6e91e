-- A routine. $1 is it, $2 how it is written with its arguments, $3 the roles whose privileges are asked for, quoted. Run under
-- pinned settings.
SELECT jsonb_build_object('there', true, 'defaults', p.pronargdefaults,
    'because', CASE WHEN $2 IS NOT NULL THEN 'The script has given it another name before.' WHEN p.prokind IN ('a', 'w') THEN 'How an aggregate is made again is not known.'
                    WHEN l.lanname IN ('c', 'internal') THEN 'How a function in C is made again is not known.' END,
    'whole', (SELECT jsonb_agg(x.sql ORDER BY x.place, x.sql) FROM (
        SELECT 1, p.made
        UNION ALL SELECT 2, format('ALTER %s %s OWNER TO %I', p.word, p.own, pg_get_userbyid(p.proowner))
        UNION ALL SELECT 3, format('COMMENT ON %s %s IS %L', p.word, p.own, obj_description(p.oid, 'pg_proc')) WHERE obj_description(p.oid, 'pg_proc') IS NOT NULL
        UNION ALL SELECT 4, format('REVOKE ALL ON %s %s FROM %s', p.word, p.own, g.grantee) FROM (
            SELECT 'PUBLIC' WHERE p.proacl IS NOT NULL
            UNION SELECT quote_ident(pg_get_userbyid(p.proowner)) WHERE p.proacl IS NOT NULL
            UNION SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END FROM pg_default_acl da, aclexplode(da.defaclacl) e
                  WHERE da.defaclobjtype = 'f' AND da.defaclnamespace IN (0, p.pronamespace) AND e.grantee <> p.proowner AND (e.grantee <> 0 OR p.proacl IS NOT NULL)) g (grantee)
        UNION ALL SELECT 5, format('GRANT EXECUTE ON %s %s TO %s%s', p.word, p.own, CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END,
                                   CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM aclexplode(p.proacl) e) x (place, sql)),
    'was', jsonb_strip_nulls(jsonb_build_object(
        'definition', CASE WHEN p.made IS NOT NULL AND l.lanname NOT IN ('c', 'internal') THEN jsonb_build_array(p.made) END,
        'schema', jsonb_build_array(format('ALTER %s {} SET SCHEMA %I', p.word, p.nspname)),
        'owner', jsonb_build_array(format('ALTER %s %s OWNER TO %I', p.word, p.own, pg_get_userbyid(p.proowner))),
        'comment', jsonb_build_array(format('COMMENT ON %s %s IS %s', p.word, p.own, coalesce(quote_literal(obj_description(p.oid, 'pg_proc')), 'NULL'))),
        'grants', (SELECT coalesce(jsonb_agg(x.sql ORDER BY x.place, x.sql), '[]') FROM (
            SELECT 1, format('REVOKE ALL ON %s %s FROM %s', p.word, p.own, g) FROM unnest($3) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
            UNION ALL
            SELECT 2, format('GRANT EXECUTE ON %s %s TO %s%s', p.word, p.own, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) e
            CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
            WHERE r.name = ANY ($3)) x (place, sql)))))
FROM (SELECT p.*, n.nspname, pg_get_function_identity_arguments(p.oid) AS arguments,
             format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS own,
             CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END AS word,
             CASE WHEN p.prokind IN ('f', 'p') THEN rtrim(pg_get_functiondef(p.oid), E'\n') END AS made
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = $1) p
JOIN pg_language l ON l.oid = p.prolang
