-- Types that are made as such: not those of tables and arrays, nor multiranges, which are their range's.
SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'type' END,
       n.nspname::text, format('%I.%I', n.nspname, t.typname),
       'pg_type', t.oid, 'pg_type', t.oid,
       json_build_object(
           'owner', pg_get_userbyid(t.typowner),
           'labels', CASE WHEN t.typtype = 'e' THEN
               (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) END,
           'base', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
           'not null', CASE WHEN t.typnotnull THEN 'yes' END,
           'default', CASE WHEN t.typtype = 'd' THEN t.typdefault END,
           'collation', CASE WHEN t.typtype = 'd' AND t.typcollation <> (SELECT b.typcollation FROM pg_type b WHERE b.oid = t.typbasetype)
                             THEN t.typcollation::regcollation::text END,
           'constraints', CASE WHEN t.typtype = 'd' THEN (
               SELECT json_object_agg(k.conname, json_build_object('definition', pg_get_constraintdef(k.oid), 'comment', kd.description))
               FROM pg_constraint k
               LEFT JOIN pg_description kd ON kd.objoid = k.oid AND kd.classoid = 'pg_constraint'::regclass AND kd.objsubid = 0
               WHERE k.contypid = t.oid AND k.contype <> 'n') END,
           'columns', CASE WHEN t.typtype = 'c' THEN (
               SELECT json_agg(json_build_object(
                   'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'is_local', true,
                   'collation', CASE WHEN a.attcollation <> y.typcollation THEN a.attcollation::regcollation::text END,
                   'comment', e.description) ORDER BY a.attnum)
               FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
               LEFT JOIN pg_description e ON e.objoid = t.typrelid AND e.classoid = 'pg_class'::regclass AND e.objsubid = a.attnum
               WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) END,
           'range', CASE WHEN t.typtype = 'r' THEN (
               SELECT json_build_object(
                   'subtype', format_type(r.rngsubtype, NULL), 'multirange', format_type(r.rngmultitypid, NULL),
                   'operator class', o.opcname, 'canonical', nullif(r.rngcanonical::oid, 0)::regproc::text,
                   'difference', nullif(r.rngsubdiff::oid, 0)::regproc::text,
                   'collation', nullif(r.rngcollation, 0)::regcollation::text)
               FROM pg_range r JOIN pg_opclass o ON o.oid = r.rngsubopc WHERE r.rngtypid = t.oid) END,
           'implementation', CASE WHEN t.typtype = 'b' THEN json_build_object(
               'input', t.typinput::text, 'output', t.typoutput::text, 'length', t.typlen, 'alignment', t.typalign,
               'storage', t.typstorage, 'by value', t.typbyval, 'category', t.typcategory) END,
           'comment', d.description,
           'grants', CASE WHEN t.typacl IS NOT NULL THEN json_build_object(
               'acl', to_json(t.typacl::text[]), 'default', to_json(acldefault('T', t.typowner)::text[])) END)
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_class c ON c.oid = t.typrelid
LEFT JOIN pg_description d ON d.objoid = t.oid AND d.classoid = 'pg_type'::regclass AND d.objsubid = 0
WHERE t.typtype IN ('b', 'c', 'd', 'e', 'r') AND t.typisdefined
  AND (t.typtype <> 'c' OR c.relkind = 'c')
  AND NOT (t.typelem <> 0 AND t.typsubscript = 'array_subscript_handler'::regproc)
  AND {where: t.oid, t.typnamespace}
