-- Extended statistics.
SELECT 'statistics', n.nspname::text, format('%I.%I', m.nspname, s.stxname),
       'pg_statistic_ext', s.oid, 'pg_class', c.oid,
       json_build_object(
           'on', format('%I.%I', n.nspname, c.relname),
           'owner', pg_get_userbyid(s.stxowner),
           'definition', pg_get_statisticsobjdef(s.oid),
           'target', nullif(s.stxstattarget::integer, -1),
           'comment', d.description)
FROM pg_statistic_ext s
JOIN pg_namespace m ON m.oid = s.stxnamespace
JOIN pg_class c ON c.oid = s.stxrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = s.oid AND d.classoid = 'pg_statistic_ext'::regclass AND d.objsubid = 0
WHERE {where: c.oid, c.relnamespace}
