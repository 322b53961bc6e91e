-- Functions, procedures and aggregates; not the constructors of range types, which are the type's.
SELECT CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' ELSE 'function' END,
       n.nspname::text, p.oid::regprocedure::text,
       'pg_proc', p.oid, 'pg_proc', p.oid,
       json_build_object(
           'owner', pg_get_userbyid(p.proowner),
           'arguments', pg_get_function_arguments(p.oid),
           'result', pg_get_function_result(p.oid),
           'language', l.lanname,
           'body', CASE WHEN p.prokind = 'a' OR p.prosqlbody IS NOT NULL THEN NULL ELSE p.prosrc END,
           'query', pg_get_function_sqlbody(p.oid),
           'library', p.probin,
           'window', CASE WHEN p.prokind = 'w' THEN 'yes' END,
           'volatility', CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' END,
           'strict', CASE WHEN p.proisstrict THEN 'yes' END,
           'security definer', CASE WHEN p.prosecdef THEN 'yes' END,
           'leakproof', CASE WHEN p.proleakproof THEN 'yes' END,
           'parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END,
           'cost', p.procost,
           'rows', nullif(p.prorows, 0),
           'support', CASE WHEN p.prosupport <> 0 THEN p.prosupport::text END,
           'settings', to_json(p.proconfig),
           'transforms', (SELECT json_agg(format_type(t, NULL)) FROM unnest(p.protrftypes) t),
           'aggregate', CASE WHEN p.prokind = 'a' THEN (
               SELECT json_build_object(
                   'kind', a.aggkind, 'direct arguments', a.aggnumdirectargs,
                   'transition', a.aggtransfn::text, 'state', format_type(a.aggtranstype, NULL), 'space', a.aggtransspace,
                   'initial', a.agginitval, 'final', a.aggfinalfn::text, 'final extra', a.aggfinalextra,
                   'final modify', a.aggfinalmodify, 'combine', a.aggcombinefn::text,
                   'serialize', a.aggserialfn::text, 'deserialize', a.aggdeserialfn::text,
                   'moving transition', a.aggmtransfn::text, 'moving inverse', a.aggminvtransfn::text,
                   'moving final', a.aggmfinalfn::text, 'moving final extra', a.aggmfinalextra,
                   'moving final modify', a.aggmfinalmodify, 'moving space', a.aggmtransspace,
                   'moving state', CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END,
                   'moving initial', a.aggminitval,
                   'sort', CASE WHEN a.aggsortop <> 0 THEN a.aggsortop::regoperator::text END)
               FROM pg_aggregate a WHERE a.aggfnoid = p.oid) END,
           'comment', d.description,
           'grants', CASE WHEN p.proacl IS NOT NULL THEN json_build_object(
               'acl', to_json(p.proacl::text[]), 'default', to_json(acldefault('f', p.proowner)::text[])) END)
FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
LEFT JOIN pg_description d ON d.objoid = p.oid AND d.classoid = 'pg_proc'::regclass AND d.objsubid = 0
WHERE NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')
  AND {where: p.oid, p.pronamespace}
