-- Tables, views and sequences with all that says what they are; columns in their order. Each query of this folder gives
-- kind, schema, object, class and number of the object, class and number of what it belongs to, and facts; `{where}` is
-- about the latter. Run with search_path pg_catalog and the settings of `catalog::scope::pinned`.
SELECT CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'f' THEN 'foreign table' WHEN 'v' THEN 'view'
                      WHEN 'm' THEN 'materialized view' ELSE 'sequence' END,
       n.nspname::text, format('%I.%I', n.nspname, c.relname),
       'pg_class', c.oid, 'pg_class', c.oid,
       json_build_object(
           'owner', pg_get_userbyid(c.relowner),
           'persistence', CASE WHEN c.relpersistence = 'u' THEN 'unlogged' END,
           'partitioned by', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
           'partition', CASE WHEN c.relispartition THEN
               (SELECT format('of %s %s', i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid))
                FROM pg_inherits i WHERE i.inhrelid = c.oid) END,
           'inherits', CASE WHEN NOT c.relispartition AND c.relkind IN ('r', 'f') THEN
               (SELECT json_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid) END,
           'of type', CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
           'options', (SELECT json_agg(o ORDER BY o COLLATE "C") FROM unnest(c.reloptions) o),
           'toast options', CASE WHEN c.reltoastrelid <> 0 THEN
               (SELECT to_json(t.reloptions) FROM pg_class t WHERE t.oid = c.reltoastrelid) END,
           'tablespace', (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace),
           'access method', (SELECT a.amname FROM pg_am a WHERE a.oid = c.relam AND a.amname <> 'heap'),
           'replica identity', CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'i' THEN 'index'
                                    WHEN 'n' THEN CASE WHEN c.relkind IN ('r', 'p') THEN 'nothing' END END,
           'row security', CASE WHEN c.relrowsecurity AND c.relforcerowsecurity THEN 'enabled, forced'
                                WHEN c.relrowsecurity THEN 'enabled' WHEN c.relforcerowsecurity THEN 'forced' END,
           'comment', d.description,
           'grants', CASE WHEN c.relacl IS NOT NULL THEN json_build_object(
               'acl', to_json(c.relacl::text[]),
               'default', to_json(acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)::text[])) END,
           'columns', CASE WHEN c.relkind <> 'S' THEN (
               SELECT json_agg(json_build_object(
                   'name', a.attname,
                   'type', format_type(a.atttypid, a.atttypmod),
                   'not_null', nullif(a.attnotnull, false),
                   'default', pg_get_expr(f.adbin, f.adrelid),
                   'generated', nullif(a.attgenerated, ''),
                   'identity', nullif(a.attidentity, ''),
                   'collation', CASE WHEN a.attcollation <> y.typcollation THEN a.attcollation::regcollation::text END,
                   'storage', CASE WHEN a.attstorage <> y.typstorage THEN a.attstorage END,
                   'compression', nullif(a.attcompression, ''),
                   'statistics', nullif(a.attstattarget::integer, -1),
                   'options', CASE WHEN a.attoptions IS NOT NULL THEN
                       -- Minor versions of November 2026 keep a number of their own there, which pg_dump leaves out.
                       (SELECT json_agg(o ORDER BY o COLLATE "C") FROM unnest(a.attoptions) o
                        WHERE NOT starts_with(o, 'pg_attver=')) END,
                   'fdw_options', to_json(a.attfdwoptions),
                   'inherited', nullif(a.attinhcount > 0 AND NOT c.relispartition, false),
                   'is_local', a.attislocal,
                   'comment', e.description,
                   'acl', to_json(a.attacl::text[])) ORDER BY a.attnum)
               FROM pg_attribute a
               JOIN pg_type y ON y.oid = a.atttypid
               LEFT JOIN pg_attrdef f ON a.atthasdef AND f.adrelid = a.attrelid AND f.adnum = a.attnum
               LEFT JOIN pg_description e ON e.objoid = c.oid AND e.classoid = 'pg_class'::regclass AND e.objsubid = a.attnum
               WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) END,
           'query', CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
           'sequence', CASE WHEN c.relkind = 'S' THEN (
               SELECT json_build_object(
                   'type', format_type(q.seqtypid, NULL), 'start', q.seqstart::text, 'increment', q.seqincrement::text,
                   'minimum', q.seqmin::text, 'maximum', q.seqmax::text, 'cache', q.seqcache::text,
                   'cycle', nullif(q.seqcycle, false))
               FROM pg_sequence q WHERE q.seqrelid = c.oid) END,
           'owned by', CASE WHEN c.relkind = 'S' THEN (
               SELECT format('%s%s.%I', CASE WHEN o.deptype = 'i' THEN 'identity of ' END, o.refobjid::regclass, a.attname)
               FROM pg_depend o JOIN pg_attribute a ON a.attrelid = o.refobjid AND a.attnum = o.refobjsubid
               WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.refclassid = 'pg_class'::regclass
                 AND o.deptype IN ('a', 'i') AND o.refobjsubid > 0) END,
           'server', CASE WHEN c.relkind = 'f' THEN
               (SELECT s.srvname FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid) END,
           'server options', CASE WHEN c.relkind = 'f' THEN
               (SELECT to_json(f.ftoptions) FROM pg_foreign_table f WHERE f.ftrelid = c.oid) END)
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND {where: c.oid, c.relnamespace}
