-- Tables with all that is known of them. {which} says which, by the oids in $1. {with} is what their expressions are written
-- with: the table itself, for which the server locks it; or, where somebody else has locked it, an empty copy with the same
-- columns, and then the definitions are put together by us, but for those that only the server knows how to write.
-- {maintain}, {enforced} and {temporal} are what only some versions know (postgres/compat).
WITH awaited AS MATERIALIZED (
    SELECT l.relation FROM pg_catalog.pg_locks l
    WHERE NOT l.granted
      AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d
          WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
)
SELECT t.oid, pg_catalog.jsonb_build_object(
    'oid', t.oid::pg_catalog.int8, 'schema', n.nspname, 'name', t.relname,
    'sql', pg_catalog.format('%I.%I', n.nspname, t.relname), 'display', t.oid::pg_catalog.regclass::text,
    'bound',
    -- [part
    pg_catalog.pg_get_expr(t.relpartbound, 0)
    -- part] NULL
    , 'parent',
    -- [part
    (SELECT pg_catalog.jsonb_build_object('oid', h.inhparent::pg_catalog.int8,
                          'display', h.inhparent::pg_catalog.regclass::text, 'is_pending', h.inhdetachpending)
               FROM pg_catalog.pg_inherits h
               WHERE t.relispartition AND h.inhrelid OPERATOR(pg_catalog.=) t.oid AND t.relkind OPERATOR(pg_catalog.<>) 'I'
                 AND t.relkind OPERATOR(pg_catalog.<>) 'i')
    -- part] NULL
    , 'kind', t.relkind, 'is_temporary', t.relpersistence OPERATOR(pg_catalog.=) 't',
    'is_system', n.nspname OPERATOR(pg_catalog.=) ANY ('{pg_catalog,information_schema,pg_toast,migrate}'::pg_catalog.name[]),
    -- The server's own mark comes first: where it says no, nothing is looked for.
    'has_children', t.relhassubclass AND EXISTS (SELECT FROM pg_catalog.pg_inherits h
                            JOIN pg_catalog.pg_class hc ON hc.oid OPERATOR(pg_catalog.=) h.inhrelid
                            WHERE h.inhparent OPERATOR(pg_catalog.=) t.oid AND NOT hc.relispartition),
    'triggers',
    -- [triggers
    (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                     'name', g.tgname, 'enabled', g.tgenabled, 'is_part', g.tgparentid OPERATOR(pg_catalog.<>) 0::pg_catalog.oid,
                     -- Each ends in a zero byte.
                     'arguments', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.convert_from(
                                              pg_catalog.decode(ga.hex, 'hex'), 'UTF8') ORDER BY ga.place), '[]'::pg_catalog.jsonb)
                                   FROM pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.regexp_replace(
                                            pg_catalog.encode(g.tgargs, 'hex'), '(..)', E'\\1 ', 'g'), '00 '))
                                        WITH ORDINALITY ga (hex, place)
                                   WHERE ga.place OPERATOR(pg_catalog.<=) g.tgnargs),
                     -- Row level and before; on insert or update.
                     'is_before_row', (g.tgtype OPERATOR(pg_catalog.&) 3::pg_catalog.int2) OPERATOR(pg_catalog.=) 3
                         AND (g.tgtype OPERATOR(pg_catalog.&) 20::pg_catalog.int2) OPERATOR(pg_catalog.<>) 0,
                     'is_on_insert', (g.tgtype OPERATOR(pg_catalog.&) 4::pg_catalog.int2) OPERATOR(pg_catalog.<>) 0,
                     'is_on_update', (g.tgtype OPERATOR(pg_catalog.&) 16::pg_catalog.int2) OPERATOR(pg_catalog.<>) 0,
                     'is_on_delete', (g.tgtype OPERATOR(pg_catalog.&) 8::pg_catalog.int2) OPERATOR(pg_catalog.<>) 0,
                     'columns', (SELECT coalesce(pg_catalog.jsonb_agg(ta.attname), '[]'::pg_catalog.jsonb)
                                 FROM pg_catalog.unnest(g.tgattr::pg_catalog.int2[]) tk (attnum)
                                 JOIN pg_catalog.pg_attribute ta ON ta.attrelid OPERATOR(pg_catalog.=) g.tgrelid
                                                                AND ta.attnum OPERATOR(pg_catalog.=) tk.attnum),
                     'has_condition', g.tgqual IS NOT NULL,
                     'function', pg_catalog.format('%I.%I', gn.nspname, gp.proname), 'body', gp.prosrc,
                     'function_owner', pg_catalog.pg_get_userbyid(gp.proowner), 'is_definer', gp.prosecdef,
                     'config', coalesce(pg_catalog.to_jsonb(gp.proconfig), '[]'::pg_catalog.jsonb),
                     'language', (SELECT gl.lanname FROM pg_catalog.pg_language gl
                                  WHERE gl.oid OPERATOR(pg_catalog.=) gp.prolang))
                     ORDER BY g.tgname), '[]'::pg_catalog.jsonb)
                 FROM pg_catalog.pg_trigger g
                 JOIN pg_catalog.pg_proc gp ON gp.oid OPERATOR(pg_catalog.=) g.tgfoid
                 JOIN pg_catalog.pg_namespace gn ON gn.oid OPERATOR(pg_catalog.=) gp.pronamespace
                 WHERE g.tgrelid OPERATOR(pg_catalog.=) t.oid AND NOT g.tgisinternal)
    -- triggers] '[]'::pg_catalog.jsonb
    , -- For each row, and with the rows of the statement: what a partition cannot have.
    'transition_triggers',
    -- [triggers
    (SELECT coalesce(pg_catalog.jsonb_agg(g.tgname ORDER BY g.tgname), '[]'::pg_catalog.jsonb)
                            FROM pg_catalog.pg_trigger g
                            WHERE g.tgrelid OPERATOR(pg_catalog.=) t.oid
                              AND (g.tgtype OPERATOR(pg_catalog.&) 1::pg_catalog.int2) OPERATOR(pg_catalog.=) 1
                              AND (g.tgoldtable IS NOT NULL OR g.tgnewtable IS NOT NULL))
    -- triggers] '[]'::pg_catalog.jsonb
    , 'partition_columns',
    -- [partitioned
    (SELECT coalesce(pg_catalog.jsonb_agg(DISTINCT a.attname), '[]'::pg_catalog.jsonb)
                          -- The columns of a key, also those in its expressions, are entered as inseparable from the table.
                          FROM pg_catalog.pg_depend d
                          JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) t.oid
                           AND a.attnum OPERATOR(pg_catalog.=) d.objsubid
                          WHERE t.relkind OPERATOR(pg_catalog.=) 'p' AND d.deptype OPERATOR(pg_catalog.=) 'i'
                            AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
                            AND d.refclassid OPERATOR(pg_catalog.=) d.classid
                            AND d.objid OPERATOR(pg_catalog.=) t.oid AND d.objsubid OPERATOR(pg_catalog.>) 0
                            AND d.refobjid OPERATOR(pg_catalog.=) t.oid AND d.refobjsubid OPERATOR(pg_catalog.=) 0)
    -- partitioned] '[]'::pg_catalog.jsonb
    , 'has_update_triggers',
    -- [triggers
    EXISTS (SELECT FROM pg_catalog.pg_trigger g
                                   WHERE g.tgrelid OPERATOR(pg_catalog.=) t.oid AND NOT g.tgisinternal
                                     -- Row level, before, on update.
                                     AND (g.tgtype OPERATOR(pg_catalog.&) 19::pg_catalog.int2) OPERATOR(pg_catalog.=) 19
                                     AND g.tgenabled OPERATOR(pg_catalog.<>) 'D')
    -- triggers] false
    , 'rules',
    -- [rules
    (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                  'name', r.rulename, 'is_update', r.ev_type OPERATOR(pg_catalog.=) '2') ORDER BY r.rulename), '[]'::pg_catalog.jsonb)
              FROM pg_catalog.pg_rewrite r
              WHERE r.ev_class OPERATOR(pg_catalog.=) t.oid AND r.ev_type OPERATOR(pg_catalog.=) ANY ('{2,3}'::pg_catalog."char"[])
                AND r.ev_enabled OPERATOR(pg_catalog.<>) 'D')
    -- rules] '[]'::pg_catalog.jsonb
    , 'is_typed', t.reloftype OPERATOR(pg_catalog.<>) 0,
    -- Both who makes a function there, and the table's owner, to whom it is given.
    'may_create', pg_catalog.has_schema_privilege(t.relnamespace, 'CREATE')
        AND (pg_catalog.has_schema_privilege(t.relowner, t.relnamespace, 'CREATE')
             OR (SELECT r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname OPERATOR(pg_catalog.=) current_user)),
    'hides_rows', pg_catalog.row_security_active(t.oid),
    'owner', pg_catalog.pg_get_userbyid(t.relowner),
    'is_owned', pg_catalog.pg_has_role(t.relowner, 'USAGE'),
    'may_maintain', {maintain},
    'is_small', NOT EXISTS (SELECT FROM awaited l WHERE l.relation OPERATOR(pg_catalog.=) t.oid),
    'columns', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                    'name', a.attname, 'number', a.attnum, 'data_type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                    'is_not_null', a.attnotnull, 'is_generated', a.attgenerated OPERATOR(pg_catalog.<>) '',
                    'is_virtual', a.attgenerated OPERATOR(pg_catalog.=) 'v',
                    'is_identity', a.attidentity OPERATOR(pg_catalog.<>) '',
                    'is_inherited', a.attinhcount OPERATOR(pg_catalog.>) 0,
                    'is_row', (SELECT CASE ty.typtype WHEN 'c' THEN true WHEN 'd' THEN (
                                   WITH RECURSIVE base (kind, beneath) AS (
                                       SELECT y.typtype, y.typbasetype FROM pg_catalog.pg_type y
                                       WHERE y.oid OPERATOR(pg_catalog.=) a.atttypid
                                       UNION ALL
                                       SELECT y.typtype, y.typbasetype FROM base b
                                       JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) b.beneath)
                                   SELECT coalesce(pg_catalog.bool_or(b.kind OPERATOR(pg_catalog.=) 'c'), false) FROM base b)
                                   ELSE false END
                               FROM pg_catalog.pg_type ty WHERE ty.oid OPERATOR(pg_catalog.=) a.atttypid),
                    'collation', (SELECT pg_catalog.format('%I.%I', ln.nspname, l.collname) FROM pg_catalog.pg_collation l
                                  JOIN pg_catalog.pg_namespace ln ON ln.oid OPERATOR(pg_catalog.=) l.collnamespace
                                  JOIN pg_catalog.pg_type y ON y.oid OPERATOR(pg_catalog.=) a.atttypid
                                  WHERE l.oid OPERATOR(pg_catalog.=) a.attcollation
                                    AND a.attcollation OPERATOR(pg_catalog.<>) y.typcollation),
                    'comment', (SELECT said.description FROM pg_catalog.pg_description said WHERE said.objoid OPERATOR(pg_catalog.=) a.attrelid
                        AND said.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass AND said.objsubid OPERATOR(pg_catalog.=) a.attnum),
                    -- NULL since PostgreSQL 17, where it was -1.
                    'statistics_target', coalesce(a.attstattarget, -1),
                    'default', (SELECT pg_catalog.pg_get_expr(d.adbin, {with}) FROM pg_catalog.pg_attrdef d
                                WHERE d.adrelid OPERATOR(pg_catalog.=) a.attrelid
                                  AND d.adnum OPERATOR(pg_catalog.=) a.attnum)) ORDER BY a.attnum), '[]'::pg_catalog.jsonb)
                FROM pg_catalog.pg_attribute a
                WHERE a.attrelid OPERATOR(pg_catalog.=) t.oid AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped),
    'constraints', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                        'name', c.conname, 'kind', c.contype,
                        'definition', CASE
                            WHEN c.contype OPERATOR(pg_catalog.=) 'c' AND {with} OPERATOR(pg_catalog.<>) t.oid
                            THEN pg_catalog.concat('CHECK (', pg_catalog.pg_get_expr(c.conbin, {with}), ')',
                                CASE WHEN c.connoinherit THEN ' NO INHERIT' END,
                                CASE WHEN NOT {enforced} THEN ' NOT ENFORCED' WHEN NOT c.convalidated THEN ' NOT VALID' END)
                            ELSE pg_catalog.pg_get_constraintdef(c.oid) END,
                        'is_valid', c.convalidated, 'comment', (SELECT said.description FROM pg_catalog.pg_description said WHERE said.objoid OPERATOR(pg_catalog.=) c.oid
                        AND said.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_constraint'::pg_catalog.regclass AND said.objsubid OPERATOR(pg_catalog.=) 0),
                        'is_local', c.conislocal, 'is_enforced', {enforced}, 'is_temporal', {temporal},
                        'is_part', EXISTS (SELECT FROM pg_catalog.pg_constraint p
                            WHERE p.oid OPERATOR(pg_catalog.=) c.conparentid
                              AND p.conrelid OPERATOR(pg_catalog.=) c.conrelid),
                        'columns', coalesce((SELECT pg_catalog.jsonb_agg(a.attname ORDER BY k.place)
                            FROM pg_catalog.unnest(c.conkey) WITH ORDINALITY k (attnum, place)
                            JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) c.conrelid
                                                          AND a.attnum OPERATOR(pg_catalog.=) k.attnum), '[]'::pg_catalog.jsonb))
                        ORDER BY c.oid), '[]'::pg_catalog.jsonb)
                    FROM pg_catalog.pg_constraint c WHERE c.conrelid OPERATOR(pg_catalog.=) t.oid),
    'indexes',
    -- [indexes
    (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                    'oid', i.indexrelid::pg_catalog.int8, 'name', x.relname,
                    'sql', pg_catalog.format('%I.%I', xn.nspname, x.relname),
                    'definition', pg_catalog.concat(CASE WHEN i.indisunique THEN 'UNIQUE ' END,
                        {definition}),
                    'is_partial', i.indpred IS NOT NULL,
                    'is_clustered', i.indisclustered, 'is_replica_identity', i.indisreplident,
                    'referenced_by', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.format('%s of %s', f.conname,
                                          f.conrelid::pg_catalog.regclass) ORDER BY f.oid), '[]'::pg_catalog.jsonb)
                                      -- No index of the catalog has conindid.
                                      FROM pg_catalog.pg_depend d
                                      JOIN pg_catalog.pg_constraint f ON f.oid OPERATOR(pg_catalog.=) d.objid
                                      WHERE d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
                                        AND d.refobjid OPERATOR(pg_catalog.=) i.indexrelid
                                        AND d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_constraint'::pg_catalog.regclass
                                        AND f.conindid OPERATOR(pg_catalog.=) i.indexrelid
                                        AND f.contype OPERATOR(pg_catalog.=) 'f'),
                    'include', coalesce((SELECT pg_catalog.jsonb_agg(a.attname ORDER BY k.place)
                        FROM (SELECT WHERE i.indnatts OPERATOR(pg_catalog.>) i.indnkeyatts) more,
                             pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY k (attnum, place)
                        JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid
                            AND a.attnum OPERATOR(pg_catalog.=) k.attnum
                        WHERE k.place OPERATOR(pg_catalog.>) i.indnkeyatts), '[]'::pg_catalog.jsonb),
                    'uses', (SELECT coalesce(pg_catalog.jsonb_agg(a.attname ORDER BY a.attnum), '[]'::pg_catalog.jsonb)
                        FROM pg_catalog.pg_attribute a
                        WHERE a.attrelid OPERATOR(pg_catalog.=) i.indrelid AND a.attnum OPERATOR(pg_catalog.>) 0
                          AND a.attnum OPERATOR(pg_catalog.=) ANY (ARRAY(
                              SELECT k.attnum FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) k (attnum)
                              UNION ALL
                              SELECT d.refobjsubid::pg_catalog.int2 FROM pg_catalog.pg_depend d
                              WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
                                AND d.objid OPERATOR(pg_catalog.=) i.indexrelid
                                AND d.refclassid OPERATOR(pg_catalog.=) d.classid
                                AND d.refobjid OPERATOR(pg_catalog.=) i.indrelid))),
                    'statistics', (SELECT coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                                       a.attnum, a.attstattarget) ORDER BY a.attnum), '[]'::pg_catalog.jsonb)
                                   FROM pg_catalog.pg_attribute a
                                   WHERE a.attrelid OPERATOR(pg_catalog.=) i.indexrelid
                                     AND a.attstattarget OPERATOR(pg_catalog.>=) 0
                                     AND i.indkey[a.attnum OPERATOR(pg_catalog.-) 1] OPERATOR(pg_catalog.=) 0),
                    'extensions', (SELECT coalesce(pg_catalog.jsonb_agg(e.extname ORDER BY e.extname), '[]'::pg_catalog.jsonb)
                                   FROM pg_catalog.pg_depend d
                                   JOIN pg_catalog.pg_extension e ON e.oid OPERATOR(pg_catalog.=) d.refobjid
                                   WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
                                     AND d.objid OPERATOR(pg_catalog.=) i.indexrelid AND d.deptype OPERATOR(pg_catalog.=) 'x'
                                     AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass),
                    'predicate', pg_catalog.pg_get_expr(i.indpred, {with}),
                    'tablespace', (SELECT s.spcname FROM pg_catalog.pg_tablespace s
                                   WHERE s.oid OPERATOR(pg_catalog.=) x.reltablespace),
                    'comment', (SELECT said.description FROM pg_catalog.pg_description said WHERE said.objoid OPERATOR(pg_catalog.=) i.indexrelid
                        AND said.classoid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass AND said.objsubid OPERATOR(pg_catalog.=) 0),
                    'columns', coalesce((SELECT pg_catalog.jsonb_agg(coalesce(a.attname, '') ORDER BY k.place)
                        FROM pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY k (attnum, place)
                        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid OPERATOR(pg_catalog.=) i.indrelid
                            AND a.attnum OPERATOR(pg_catalog.=) k.attnum
                        WHERE k.place OPERATOR(pg_catalog.<=) i.indnkeyatts), '[]'::pg_catalog.jsonb),
                    'is_valid', i.indisvalid AND i.indisready AND i.indislive,
                    'parent', (SELECT h.inhparent::pg_catalog.int8 FROM pg_catalog.pg_inherits h
                               WHERE h.inhrelid OPERATOR(pg_catalog.=) i.indexrelid),
                    'constraint', (SELECT c.conname FROM pg_catalog.pg_constraint c
                                   WHERE c.conindid OPERATOR(pg_catalog.=) i.indexrelid
                                     AND c.conrelid OPERATOR(pg_catalog.=) t.oid
                                     AND c.contype OPERATOR(pg_catalog.=) ANY ('{p,u,x}'::pg_catalog."char"[]) LIMIT 1))
                    ORDER BY i.indexrelid), '[]'::pg_catalog.jsonb)
                FROM pg_catalog.pg_index i
                JOIN pg_catalog.pg_class x ON x.oid OPERATOR(pg_catalog.=) i.indexrelid
                JOIN pg_catalog.pg_namespace xn ON xn.oid OPERATOR(pg_catalog.=) x.relnamespace
                {index}
                WHERE i.indrelid OPERATOR(pg_catalog.=) t.oid)
    -- indexes] '[]'::pg_catalog.jsonb
    )
FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.relnamespace
WHERE {which}
