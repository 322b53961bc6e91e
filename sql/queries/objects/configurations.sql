-- Text search configurations.
SELECT 'text search configuration', n.nspname::text, format('%I.%I', n.nspname, f.cfgname),
       'pg_ts_config', f.oid, 'pg_ts_config', f.oid,
       json_build_object(
           'owner', pg_get_userbyid(f.cfgowner),
           'parser', (SELECT format('%I.%I', m.nspname, p.prsname) FROM pg_ts_parser p
                      JOIN pg_namespace m ON m.oid = p.prsnamespace WHERE p.oid = f.cfgparser),
           'mappings', (SELECT json_agg(format('%s: %s', t.alias, m.mapdict::regdictionary) ORDER BY m.maptokentype, m.mapseqno)
                        FROM pg_ts_config_map m JOIN ts_token_type(f.cfgparser) t ON t.tokid = m.maptokentype
                        WHERE m.mapcfg = f.oid),
           'comment', d.description)
FROM pg_ts_config f
JOIN pg_namespace n ON n.oid = f.cfgnamespace
LEFT JOIN pg_description d ON d.objoid = f.oid AND d.classoid = 'pg_ts_config'::regclass AND d.objsubid = 0
WHERE {where: f.oid, f.cfgnamespace}
