-- A routine, which is written by its first name. $1 is it, $2 the roles whose privileges are asked for, quoted. Run under
-- pinned settings.
SELECT jsonb_build_object('there', true, 'defaults', p.pronargdefaults,
    'whole', (SELECT jsonb_agg(x.sql ORDER BY x.place, x.sql) FROM (
        SELECT 1, p.made
        UNION ALL SELECT 2, format('ALTER %s %s OWNER TO %I', p.word, p.own, pg_get_userbyid(p.proowner))
        UNION ALL SELECT 3, format('COMMENT ON %s %s IS %L', p.word, p.own, said.description) FROM pg_description said WHERE said.objoid = p.oid AND said.classoid = 'pg_proc'::regclass AND said.objsubid = 0
        UNION ALL SELECT 4, format('REVOKE ALL ON %s FROM %s', p.granted, g.grantee) FROM (
            SELECT 'PUBLIC' WHERE p.proacl IS NOT NULL
            UNION SELECT quote_ident(pg_get_userbyid(p.proowner)) WHERE p.proacl IS NOT NULL
            UNION SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END FROM pg_default_acl da, aclexplode(da.defaclacl) e
                  WHERE da.defaclobjtype = 'f' AND da.defaclnamespace IN (0, p.pronamespace) AND e.grantee <> p.proowner AND (e.grantee <> 0 OR p.proacl IS NOT NULL)) g (grantee)
        UNION ALL SELECT 5, format('GRANT EXECUTE ON %s TO %s%s', p.granted, CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END,
                                   CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) FROM aclexplode(p.proacl) e) x (place, sql)),
    'was', jsonb_strip_nulls(jsonb_build_object(
        'definition', CASE WHEN p.made IS NOT NULL THEN jsonb_build_array(CASE p.prokind WHEN 'a' THEN regexp_replace(p.made, '^CREATE ', 'CREATE OR REPLACE ') ELSE p.made END) END,
        'schema', jsonb_build_array(format('ALTER %s {} SET SCHEMA %I', p.word, p.nspname)),
        'owner', CASE WHEN p.passed_on IS NULL THEN jsonb_build_array(format('ALTER %s %s OWNER TO %I', p.word, p.own, pg_get_userbyid(p.proowner)))
            || (SELECT coalesce(jsonb_agg(x.sql ORDER BY x.sql), '[]') FROM (
                SELECT format('GRANT EXECUTE ON %s TO %s%s', p.granted, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM aclexplode(p.proacl) e CROSS JOIN LATERAL (SELECT quote_ident(pg_get_userbyid(e.grantee))) r (name)
                WHERE r.name = ANY ($2) AND e.grantee <> p.proowner AND e.grantor = p.proowner) x (sql)) END,
        'comment', jsonb_build_array(format('COMMENT ON %s %s IS %s', p.word, p.own, coalesce(quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = p.oid AND said.classoid = 'pg_proc'::regclass AND said.objsubid = 0)), 'NULL'))),
        'grants', CASE WHEN p.passed_on IS NULL THEN (SELECT coalesce(jsonb_agg(x.sql ORDER BY x.place, x.sql), '[]') FROM (
            SELECT 1, format('REVOKE ALL ON %s FROM %s', p.granted, g) FROM unnest($2) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
            UNION ALL
            SELECT 2, format('GRANT EXECUTE ON %s TO %s%s', p.granted, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) e
            CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
            WHERE r.name = ANY ($2) AND e.grantor = p.proowner) x (place, sql)) END)),
    'cannot', jsonb_strip_nulls(jsonb_build_object('grants', p.passed_on, 'owner', p.passed_on)))
FROM (SELECT p.*, n.nspname,
             (SELECT format('%s has granted to others what it was granted itself, and nobody else can grant that again.', min(quote_ident(pg_get_userbyid(e.grantor)) COLLATE "C"))
              FROM aclexplode(p.proacl) e WHERE e.grantor <> p.proowner AND quote_ident(pg_get_userbyid(e.grantor)) = ANY ($2) HAVING count(*) > 0) AS passed_on, pg_get_function_identity_arguments(p.oid) AS arguments,
             format('%I.%I(%s)', n.nspname, p.proname, CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END) AS own,
             CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END AS word,
             -- A privilege names an aggregate as it does a function.
             CASE p.prokind WHEN 'p' THEN format('PROCEDURE %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
                            WHEN 'a' THEN format('FUNCTION %s', p.oid::regprocedure)
                            ELSE format('FUNCTION %I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) END AS granted,
             CASE WHEN p.prokind <> 'a' THEN rtrim(pg_get_functiondef(p.oid), E'\n')
                  ELSE (SELECT format('CREATE AGGREGATE %I.%I(%s) (%s)', n.nspname, p.proname, CASE p.pronargs WHEN 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END, concat_ws(', ',
                      format('SFUNC = %s', g.aggtransfn), format('STYPE = %s', format_type(g.aggtranstype, NULL)), CASE WHEN g.aggtransspace <> 0 THEN format('SSPACE = %s', g.aggtransspace) END,
                      CASE WHEN g.aggfinalfn <> 0 THEN format('FINALFUNC = %s', g.aggfinalfn) END, CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                      CASE WHEN g.aggfinalfn <> 0 THEN 'FINALFUNC_MODIFY = ' || m.final END,
                      CASE WHEN g.aggcombinefn <> 0 THEN format('COMBINEFUNC = %s', g.aggcombinefn) END, CASE WHEN g.aggserialfn <> 0 THEN format('SERIALFUNC = %s', g.aggserialfn) END,
                      CASE WHEN g.aggdeserialfn <> 0 THEN format('DESERIALFUNC = %s', g.aggdeserialfn) END, 'INITCOND = ' || quote_literal(g.agginitval),
                      CASE WHEN g.aggmtransfn <> 0 THEN format('MSFUNC = %s', g.aggmtransfn) END, CASE WHEN g.aggminvtransfn <> 0 THEN format('MINVFUNC = %s', g.aggminvtransfn) END,
                      CASE WHEN g.aggmtranstype <> 0 THEN format('MSTYPE = %s', format_type(g.aggmtranstype, NULL)) END, CASE WHEN g.aggmtransspace <> 0 THEN format('MSSPACE = %s', g.aggmtransspace) END,
                      CASE WHEN g.aggmfinalfn <> 0 THEN format('MFINALFUNC = %s', g.aggmfinalfn) END, CASE WHEN g.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
                      CASE WHEN g.aggmfinalfn <> 0 THEN 'MFINALFUNC_MODIFY = ' || m.mfinal END, 'MINITCOND = ' || quote_literal(g.aggminitval),
                      (SELECT format('SORTOP = OPERATOR(%I.%s)', sn.nspname, so.oprname) FROM pg_operator so JOIN pg_namespace sn ON sn.oid = so.oprnamespace WHERE so.oid = g.aggsortop),
                      CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END, CASE g.aggkind WHEN 'h' THEN 'HYPOTHETICAL' END))
                  FROM pg_aggregate g CROSS JOIN LATERAL (SELECT CASE g.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END,
                                                                 CASE g.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END) m (final, mfinal)
                  WHERE g.aggfnoid = p.oid) END AS made
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.oid = $1) p
JOIN pg_language l ON l.oid = p.prolang
