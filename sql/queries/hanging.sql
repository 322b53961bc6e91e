-- What hangs on column $2 of table $1 and does not follow it by itself, and how it is made again by role $3. Run as the
-- extension's owner, whose search path finds nothing: all that the server writes names its schema.
WITH RECURSIVE own AS (
    SELECT a.*, y.typstorage FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
    WHERE a.attrelid = $1 AND a.attname = $2
), dep AS (
    SELECT DISTINCT d.classid, d.objid, d.deptype::text AS deptype
    FROM own JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = own.attrelid
                             AND d.refobjsubid = own.attnum
    -- The change's own, which the columns' numbers follow.
    WHERE NOT (d.classid = 'pg_trigger'::regclass AND EXISTS (
        SELECT FROM pg_trigger g JOIN pg_proc p ON p.oid = g.tgfoid
        WHERE g.oid = d.objid AND strpos(p.prosrc, concat('-- Made by migrate_ext for change ', split_part(encode(g.tgargs, 'escape'), E'\\000', 1), ' (')) > 0))
), seen (oid, level) AS (
    SELECT r.ev_class, 1 FROM dep JOIN pg_rewrite r ON dep.classid = 'pg_rewrite'::regclass AND r.oid = dep.objid
    WHERE r.ev_class <> $1
    UNION
    SELECT r.ev_class, s.level + 1
    FROM seen s
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = s.oid AND d.classid = 'pg_rewrite'::regclass
    JOIN pg_rewrite r ON r.oid = d.objid
    WHERE r.ev_class <> s.oid
), views AS (
    SELECT c.oid, c.relname, c.relkind, c.relowner, c.reloptions, c.reltype, n.nspname, s.level
    FROM (SELECT oid, max(level) AS level FROM seen GROUP BY oid) s
    JOIN pg_class c ON c.oid = s.oid JOIN pg_namespace n ON n.oid = c.relnamespace
), own_sequences AS (
    SELECT format('%I.%I', n.nspname, c.relname) AS sql, n.nspname AS schema, c.relname AS name,
           format_type(s.seqtypid, NULL) AS data_type,
           CASE WHEN dep.deptype = 'i' THEN CASE own.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END END AS identity,
           concat_ws(' ', format('START WITH %s INCREMENT BY %s', s.seqstart, s.seqincrement),
               -- What is its type's is the new one's.
               CASE WHEN s.seqmin <> CASE WHEN s.seqincrement > 0 THEN 1 ELSE l.lowest END THEN format('MINVALUE %s', s.seqmin) END,
               CASE WHEN s.seqmax <> CASE WHEN s.seqincrement > 0 THEN l.highest ELSE -1 END THEN format('MAXVALUE %s', s.seqmax) END,
               format('CACHE %s', s.seqcache), CASE WHEN s.seqcycle THEN 'CYCLE' END) AS options,
           row_number() OVER (ORDER BY c.oid) AS number, c.oid
    FROM own CROSS JOIN dep JOIN pg_class c ON dep.classid = 'pg_class'::regclass AND c.oid = dep.objid AND c.relkind = 'S'
    JOIN pg_sequence s ON s.seqrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (SELECT CASE s.seqtypid WHEN 'int2'::regtype THEN -32768 WHEN 'int4'::regtype THEN -2147483648
                                    ELSE -9223372036854775808 END AS lowest,
                               CASE s.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
                                    ELSE 9223372036854775807 END AS highest) l
    WHERE dep.deptype IN ('a', 'i')
), keys AS (
    SELECT k.* FROM dep JOIN pg_constraint k ON dep.classid = 'pg_constraint'::regclass AND k.oid = dep.objid
    WHERE k.contype = 'f' AND k.conparentid = 0
), remade AS (
    SELECT dep.classid, dep.objid, 'policy' AS kind, format('policy %s on %s', p.polname, p.polrelid::regclass) AS what,
           c.relowner AS owner, true AS is_in_the_way, format('DROP POLICY %I ON %I.%I', p.polname, n.nspname, c.relname) AS drop,
           ARRAY[concat(format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s', p.polname, n.nspname, c.relname,
                        CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                        CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE'
                             ELSE 'ALL' END,
                        (SELECT string_agg(CASE WHEN u.role = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(u.role)) END, ', ')
                         FROM unnest(p.polroles) u (role))),
                  ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                  ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')'),
                 format('COMMENT ON POLICY %I ON %I.%I IS ', p.polname, n.nspname, c.relname) || quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = p.oid AND said.classoid = 'pg_policy'::regclass AND said.objsubid = 0))] AS create
    FROM dep JOIN pg_policy p ON dep.classid = 'pg_policy'::regclass AND p.oid = dep.objid
    JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    UNION ALL
    SELECT dep.classid, dep.objid, 'trigger', format('trigger %s on %s', g.tgname, g.tgrelid::regclass), c.relowner, true,
           format('DROP TRIGGER %I ON %I.%I', g.tgname, n.nspname, c.relname),
           ARRAY[pg_get_triggerdef(g.oid),
                 CASE g.tgenabled WHEN 'O' THEN NULL ELSE format('ALTER TABLE %I.%I %s TRIGGER %I', n.nspname, c.relname,
                      CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, g.tgname) END,
                 format('COMMENT ON TRIGGER %I ON %I.%I IS ', g.tgname, n.nspname, c.relname) || quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = g.oid AND said.classoid = 'pg_trigger'::regclass AND said.objsubid = 0))]
    FROM dep JOIN pg_trigger g ON dep.classid = 'pg_trigger'::regclass AND g.oid = dep.objid
    JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT g.tgisinternal AND g.tgparentid = 0
      AND NOT EXISTS (SELECT FROM pg_trigger g2 WHERE g2.tgparentid = g.oid AND g2.tgenabled <> g.tgenabled)
    UNION ALL
    -- The server's own way loses its target.
    SELECT dep.classid, dep.objid, 'statistics', format('statistics %s', s.oid::text), s.stxowner, coalesce(s.stxstattarget, -1) >= 0,
           format('DROP STATISTICS %I.%I', n.nspname, s.stxname),
           ARRAY[pg_get_statisticsobjdef(s.oid),
                 CASE WHEN s.stxstattarget >= 0 THEN
                      format('ALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, s.stxstattarget) END,
                 CASE WHEN pg_get_userbyid(s.stxowner) <> $3 THEN
                      format('ALTER STATISTICS %I.%I OWNER TO %I', n.nspname, s.stxname, pg_get_userbyid(s.stxowner)) END,
                 format('COMMENT ON STATISTICS %I.%I IS ', n.nspname, s.stxname) || quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = s.oid AND said.classoid = 'pg_statistic_ext'::regclass AND said.objsubid = 0))]
    FROM dep JOIN pg_statistic_ext s ON dep.classid = 'pg_statistic_ext'::regclass AND s.oid = dep.objid
    JOIN pg_namespace n ON n.oid = s.stxnamespace
    UNION ALL
    SELECT dep.classid, dep.objid, 'publication', format('publication %s', p.pubname), p.pubowner, r.prqual IS NOT NULL OR r.prattrs IS NOT NULL,
           format('ALTER PUBLICATION %I DROP TABLE %I.%I', p.pubname, n.nspname, c.relname),
           ARRAY[concat(format('ALTER PUBLICATION %I ADD TABLE %I.%I', p.pubname, n.nspname, c.relname),
                        ' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
                                         FROM unnest(r.prattrs::int2[]) u (attnum)
                                         JOIN pg_attribute a ON a.attrelid = r.prrelid AND a.attnum = u.attnum) || ')',
                        ' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')')]
    FROM dep JOIN pg_publication_rel r ON dep.classid = 'pg_publication_rel'::regclass AND r.oid = dep.objid
    JOIN pg_publication p ON p.oid = r.prpubid
    JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace
)
SELECT jsonb_build_object(
    'indexes', (SELECT coalesce(jsonb_agg(i.indexrelid::int8 ORDER BY i.indexrelid), '[]')
                FROM dep JOIN pg_index i ON dep.classid = 'pg_class'::regclass AND i.indexrelid = dep.objid
                WHERE i.indrelid = $1),
    'constraints', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'name', k.conname, 'comment', (SELECT said.description FROM pg_description said WHERE said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass AND said.objsubid = 0)) ORDER BY k.oid), '[]')
                    FROM dep JOIN pg_constraint k ON dep.classid = 'pg_constraint'::regclass AND k.oid = dep.objid
                    WHERE k.conrelid = $1 AND k.contype NOT IN ('f', 'n')),
    'keys', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                 'name', k.conname, 'oid', k.conrelid::int8, 'table', format('%I.%I', n.nspname, c.relname),
                 'referenced', format('%I.%I', rn.nspname, r.relname), 'is_valid', k.convalidated, 'is_small', false,
                 'can_be_apart', c.relkind <> 'p' AND pg_has_role($3, c.relowner, 'USAGE'),
                 'definition', pg_get_constraintdef(k.oid), 'comment', (SELECT said.description FROM pg_description said WHERE said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass AND said.objsubid = 0),
                 'other_types', (SELECT coalesce(jsonb_agg(DISTINCT format_type(o.atttypid, o.atttypmod)), '[]')
                     FROM unnest(k.conkey, k.confkey) AS p (own, other)
                     JOIN pg_attribute o
                       ON k.conrelid = $1 AND p.own = own.attnum AND o.attrelid = k.confrelid AND o.attnum = p.other
                       OR k.confrelid = $1 AND p.other = own.attnum AND o.attrelid = k.conrelid AND o.attnum = p.own
                     WHERE NOT (o.attrelid = $1 AND o.attnum = own.attnum))) ORDER BY k.oid), '[]')
             FROM keys k
             JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace),
    'views', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                  'schema', v.nspname, 'name', v.relname, 'definition', pg_get_viewdef(v.oid),
                  'options', coalesce(to_jsonb(v.reloptions), '[]')) ORDER BY v.level, v.oid), '[]') FROM views v),
    'sequence', (SELECT to_jsonb(s) FROM own_sequences s WHERE s.number = 1),
    'remade', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'kind', m.kind, 'drop', m.drop, 'create', array_remove(m.create, NULL), 'is_in_the_way', m.is_in_the_way)
                   ORDER BY m.kind, m.objid), '[]')
               FROM (SELECT DISTINCT r.kind, r.objid, r.drop, r.create, r.is_in_the_way FROM remade r) m),
    'others', (SELECT coalesce(jsonb_agg(x.what ORDER BY x.what), '[]') FROM (
        SELECT pg_describe_object(dep.classid, dep.objid, 0) AS what FROM dep
        WHERE NOT (dep.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_index i
                       WHERE i.indexrelid = dep.objid AND i.indrelid = $1))
          AND NOT (dep.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM own_sequences s
                       WHERE s.oid = dep.objid AND s.number = 1))
          AND NOT (dep.classid = 'pg_constraint'::regclass)
          -- A partition's own, made by that of its table.
          AND NOT (dep.classid = 'pg_trigger'::regclass AND EXISTS (SELECT FROM pg_trigger g
                       WHERE g.oid = dep.objid AND g.tgparentid <> 0))
          AND NOT EXISTS (SELECT FROM remade m WHERE m.classid = dep.classid AND m.objid = dep.objid
                            AND pg_has_role($3, m.owner, 'USAGE'))
          AND NOT (dep.classid = 'pg_attrdef'::regclass AND EXISTS (SELECT FROM pg_attrdef f
                       WHERE f.oid = dep.objid AND f.adrelid = $1 AND f.adnum = own.attnum))
          AND NOT (dep.classid = 'pg_rewrite'::regclass AND EXISTS (SELECT FROM pg_rewrite r JOIN views v ON v.oid = r.ev_class
                       WHERE r.oid = dep.objid))
        UNION
        SELECT format('foreign key %s of %s, which is partitioned', k.conname, k.conrelid::regclass)
        FROM keys k JOIN pg_class c ON c.oid = k.conrelid WHERE c.relkind = 'p'
        UNION
        SELECT format('foreign key %s of %s, which belongs to %s', k.conname, k.conrelid::regclass, c.relowner::regrole)
        FROM keys k JOIN pg_class c ON c.oid = k.conrelid WHERE NOT pg_has_role($3, c.relowner, 'USAGE')
        UNION
        SELECT 'a security label' FROM pg_seclabel l
        WHERE l.objoid = $1 AND l.classoid = 'pg_class'::regclass AND l.objsubid = own.attnum
        UNION
        SELECT 'a storage or compression that is not its type''s' WHERE own.attstorage <> own.typstorage OR own.attcompression <> ''
        ) x),
    'of_views', (SELECT coalesce(jsonb_agg(x.what ORDER BY x.what), '[]') FROM (
        SELECT format('materialized view %s', v.oid::regclass) AS what FROM views v WHERE v.relkind = 'm'
        UNION
        SELECT format('rule of %s', v.oid::regclass) FROM views v WHERE v.relkind NOT IN ('v', 'm')
        UNION
        SELECT format('view %s, which belongs to %s', v.oid::regclass, v.relowner::regrole)
        FROM views v WHERE NOT pg_has_role($3, v.relowner, 'USAGE')
        UNION
        SELECT format('%s on view %s', pg_describe_object(d.classid, d.objid, 0), v.oid::regclass)
        FROM views v JOIN pg_depend d
          ON d.refclassid = 'pg_class'::regclass AND d.refobjid = v.oid
          OR d.refclassid = 'pg_type'::regclass AND d.refobjid IN (v.reltype, (SELECT y.typarray FROM pg_type y WHERE y.oid = v.reltype))
        WHERE NOT (d.classid = 'pg_type'::regclass AND d.deptype = 'i')
          -- A column's default, which is made again with it.
          AND NOT (d.classid = 'pg_attrdef'::regclass AND d.deptype = 'a')
          AND NOT (d.classid = 'pg_rewrite'::regclass AND EXISTS (SELECT FROM pg_rewrite r JOIN views o ON o.oid = r.ev_class
                       WHERE r.oid = d.objid AND r.rulename = '_RETURN'))
        UNION
        SELECT format('view %s, which belongs to an extension', v.oid::regclass)
        FROM views v JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = v.oid AND d.deptype = 'e'
        ) x),
    'is_builtin', NOT EXISTS (SELECT FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
                              WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped
                                AND y.typnamespace <> 'pg_catalog'::regnamespace),
    'settings', (SELECT coalesce(jsonb_agg(x.what), '[]') FROM (
        SELECT format('SET STATISTICS %s', own.attstattarget) AS what WHERE own.attstattarget >= 0
        UNION ALL
        -- Only what people set: what else stands there is the server's own, of this one column.
        SELECT format('SET (%s)', string_agg(o.word, ', ')) FROM unnest(own.attoptions) o (word)
        WHERE split_part(o.word, '=', 1) IN ('n_distinct', 'n_distinct_inherited') HAVING count(*) > 0) x))
FROM own
