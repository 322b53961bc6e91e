-- Indexes, those of constraints as well: options and tablespace are theirs.
SELECT 'index', n.nspname::text, format('%I.%I', m.nspname, x.relname),
       'pg_class', x.oid, 'pg_class', c.oid,
       json_build_object(
           'on', format('%I.%I', n.nspname, c.relname),
           'definition', pg_get_indexdef(x.oid),
           'valid', CASE WHEN NOT i.indisvalid THEN 'no' END,
           'clustered', CASE WHEN i.indisclustered THEN 'yes' END,
           'replica identity', CASE WHEN i.indisreplident THEN 'yes' END,
           'part of', CASE WHEN x.relispartition THEN
               (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = x.oid) END,
           'tablespace', (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = x.reltablespace),
           'statistics', CASE WHEN i.indexprs IS NOT NULL THEN
               (SELECT json_agg(format('%s: %s', a.attnum, a.attstattarget) ORDER BY a.attnum) FROM pg_attribute a
                WHERE a.attrelid = x.oid AND a.attstattarget::integer >= 0) END,
           'comment', d.description)
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_namespace m ON m.oid = x.relnamespace
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = x.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
WHERE c.relkind IN ('r', 'p', 'm') AND {where: c.oid, c.relnamespace}
