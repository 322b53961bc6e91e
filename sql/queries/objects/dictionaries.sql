-- Text search dictionaries.
SELECT 'text search dictionary', n.nspname::text, format('%I.%I', n.nspname, y.dictname),
       'pg_ts_dict', y.oid, 'pg_ts_dict', y.oid,
       json_build_object(
           'owner', pg_get_userbyid(y.dictowner), 'options', y.dictinitoption,
           'template', (SELECT format('%I.%I', m.nspname, t.tmplname) FROM pg_ts_template t
                        JOIN pg_namespace m ON m.oid = t.tmplnamespace WHERE t.oid = y.dicttemplate),
           'comment', d.description)
FROM pg_ts_dict y
JOIN pg_namespace n ON n.oid = y.dictnamespace
LEFT JOIN pg_description d ON d.objoid = y.oid AND d.classoid = 'pg_ts_dict'::regclass AND d.objsubid = 0
WHERE {where: y.oid, y.dictnamespace}
