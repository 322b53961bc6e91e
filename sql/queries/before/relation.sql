-- How a relation is made again: a statement per row, in the order in which they run. asked.oid is the relation, asked.written the
-- name by which it is written where that is another than its own. Its partitions go with it. Run under pinned settings, for many at
-- once (src/catalog/before/together.rs).
WITH RECURSIVE tree (oid, depth) AS (
    SELECT asked.oid::oid, 0
    UNION ALL
    SELECT h.inhrelid, t.depth + 1
    FROM tree t JOIN pg_inherits h ON h.inhparent = t.oid
    JOIN pg_class c ON c.oid = h.inhrelid AND c.relispartition AND c.relkind IN ('r', 'p', 'f')
),
r AS (
    SELECT t.depth, c.*, format('%I.%I', n.nspname, c.relname) AS own,
           CASE WHEN t.oid = asked.oid AND c.relkind NOT IN ('i', 'I') THEN coalesce(asked.written, format('%I.%I', n.nspname, c.relname))
                ELSE format('%I.%I', n.nspname, c.relname) END AS name,
           CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'i' THEN 'INDEX'
                          WHEN 'I' THEN 'INDEX' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS word,
           CASE WHEN c.relkind = 'p' THEN '' ELSE 'ONLY ' END AS only,
           (SELECT string_agg(format('%s=%L', o.name, o.value), ', ')
            FROM (SELECT split_part(x, '=', 1), substr(x, strpos(x, '=') + 1) FROM unnest(c.reloptions) x
                  UNION ALL
                  SELECT 'toast.' || split_part(x, '=', 1), substr(x, strpos(x, '=') + 1)
                  FROM pg_class tc, unnest(tc.reloptions) x WHERE tc.oid = c.reltoastrelid) o (name, value)) AS options,
           (SELECT ' TABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace) AS tablespace,
           (SELECT ' USING ' || quote_ident(m.amname) FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap') AS method
    FROM tree t JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace
),
-- Sequences that go with a column, and the relation itself if it is one.
own_sequences AS (
    SELECT asked.oid::oid AS oid
    UNION
    SELECT d.objid
    FROM r JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = r.oid AND d.refobjsubid > 0
         AND d.classid = 'pg_class'::regclass AND d.deptype = 'a'
    WHERE r.relkind IN ('r', 'p')
),
q AS (
    SELECT s.*, sc.oid, CASE WHEN sc.oid = asked.oid THEN r.name ELSE format('%I.%I', n.nspname, sc.relname) END AS name,
           sc.relowner, sc.relpersistence, o.name || '.' || quote_ident(a.attname) AS owned_by
    FROM own_sequences w JOIN pg_sequence s ON s.seqrelid = w.oid
    JOIN pg_class sc ON sc.oid = s.seqrelid JOIN pg_namespace n ON n.oid = sc.relnamespace
    LEFT JOIN r ON r.oid = sc.oid
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = sc.oid AND d.deptype = 'a'
         AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
    LEFT JOIN LATERAL (SELECT c.oid, coalesce(r2.name, format('%I.%I', n2.nspname, c.relname)) AS name
               FROM pg_class c JOIN pg_namespace n2 ON n2.oid = c.relnamespace LEFT JOIN r r2 ON r2.oid = c.oid
               WHERE c.oid = d.refobjid) o ON true
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
),
-- What others may have privileges of: the relation and its partitions, and the sequences of their columns.
granted AS (
    SELECT r.oid, r.name, r.relkind, r.relowner, r.relacl, r.relnamespace FROM r WHERE r.relkind NOT IN ('i', 'I')
    UNION ALL
    SELECT sc.oid, format('%I.%I', n.nspname, sc.relname), sc.relkind, sc.relowner, sc.relacl, sc.relnamespace
    FROM r JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = r.oid AND d.refobjsubid > 0
         AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    JOIN pg_class sc ON sc.oid = d.objid AND sc.relkind = 'S' JOIN pg_namespace n ON n.oid = sc.relnamespace
    WHERE r.relkind IN ('r', 'p')
),
s (phase, place, name, sql) AS (
    SELECT 10, 0, q.name, format('CREATE %sSEQUENCE %s AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s', CASE q.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, q.name,
           format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
           CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END)
    FROM q
    UNION ALL
    SELECT 11, 0, q.name, format('SELECT pg_catalog.setval(%L, %s)', q.name, pg_sequence_last_value(q.oid))
    FROM q WHERE q.oid = asked.oid AND pg_sequence_last_value(q.oid) IS NOT NULL
    UNION ALL
    SELECT 12, 0, q.name, format('ALTER SEQUENCE %s OWNER TO %I', q.name, pg_get_userbyid(q.relowner)) FROM q WHERE q.oid <> asked.oid
    UNION ALL
    SELECT 20, r.depth, r.name, format('CREATE %sTABLE %s (%s)%s%s%s%s%s%s', CASE WHEN r.relkind = 'f' THEN 'FOREIGN ' WHEN r.relpersistence = 'u' THEN 'UNLOGGED ' ELSE '' END, r.name,
           concat_ws(', ',
               (SELECT string_agg(format('%I %s%s%s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                    (SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', ')) FROM pg_options_to_table(a.attfdwoptions) o HAVING count(*) > 0),
                    (SELECT format(' COLLATE %I.%I', ln.nspname, l.collname) FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
                     JOIN pg_type ty ON ty.oid = a.atttypid WHERE l.oid = a.attcollation AND l.oid <> ty.typcollation),
                    CASE a.attcompression WHEN 'p' THEN ' COMPRESSION pglz' WHEN 'l' THEN ' COMPRESSION lz4' ELSE '' END,
                    CASE WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid),
                                                         CASE a.attgenerated WHEN 'v' THEN 'VIRTUAL' ELSE 'STORED' END)
                         WHEN a.attidentity <> '' THEN format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s)',
                              CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, i.name, i.seqstart, i.seqincrement, i.seqmin,
                              i.seqmax, i.seqcache, CASE WHEN i.seqcycle THEN ' CYCLE' ELSE '' END)
                         WHEN a.atthasdef THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END,
                    CASE WHEN NOT a.attnotnull THEN '' WHEN nn.oid IS NULL THEN ' NOT NULL' WHEN NOT nn.convalidated THEN ''
                         -- As the server would name it by itself, or not.
                         ELSE CASE WHEN nn.conname <> format('%s_%s_not_null', r.relname, a.attname) OR r.name <> r.own THEN format(' CONSTRAINT %I', nn.conname) ELSE '' END
                              || ' NOT NULL' || CASE WHEN nn.connoinherit THEN ' NO INHERIT' ELSE '' END END), ', ' ORDER BY a.attnum)
                FROM pg_attribute a
                LEFT JOIN pg_constraint nn ON nn.conrelid = a.attrelid AND nn.contype = 'n' AND nn.conkey = ARRAY[a.attnum]
                LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                LEFT JOIN (SELECT pd.refobjid, pd.refobjsubid, format('%I.%I', ns.nspname, sc.relname) AS name, ps.*
                           FROM pg_depend pd JOIN pg_sequence ps ON ps.seqrelid = pd.objid JOIN pg_class sc ON sc.oid = pd.objid
                           JOIN pg_namespace ns ON ns.oid = sc.relnamespace
                           WHERE pd.classid = 'pg_class'::regclass AND pd.refclassid = 'pg_class'::regclass AND pd.deptype = 'i') i ON i.refobjid = a.attrelid AND i.refobjsubid = a.attnum
                WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND (a.attislocal OR r.relispartition)),
               (SELECT string_agg(format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ', ' ORDER BY k.conname)
                FROM pg_constraint k WHERE k.conrelid = r.oid AND k.convalidated
                  AND (k.contype = 'c' AND (k.conislocal OR r.relispartition)
                       -- Of a column that is not listed.
                       OR k.contype = 'n' AND k.conislocal AND NOT r.relispartition
                          AND NOT (SELECT a.attislocal FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum = k.conkey[1])))),
           (SELECT format(' INHERITS (%s)', string_agg(h.inhparent::regclass::text, ', ' ORDER BY h.inhseqno)) FROM pg_inherits h
            WHERE h.inhrelid = r.oid AND NOT r.relispartition HAVING count(*) > 0),
           CASE WHEN r.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(r.oid) END, r.method, ' WITH (' || r.options || ')', r.tablespace,
           (SELECT format(' SERVER %I', v.srvname) || coalesce((SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', '))
                                                               FROM pg_options_to_table(ft.ftoptions) o HAVING count(*) > 0), '')
            FROM pg_foreign_table ft JOIN pg_foreign_server v ON v.oid = ft.ftserver WHERE ft.ftrelid = r.oid))
    FROM r WHERE r.relkind IN ('r', 'p', 'f')
    UNION ALL
    SELECT 20, 0, r.name, format(E'CREATE VIEW %s%s AS\n%s', r.name, ' WITH (' || r.options || ')', rtrim(pg_get_viewdef(r.oid), ';'))
    FROM r WHERE r.relkind = 'v'
    UNION ALL
    SELECT 20, 0, r.name, format(E'CREATE MATERIALIZED VIEW %s%s%s%s AS\n%s\nWITH %sDATA', r.name, r.method, ' WITH (' || r.options || ')', r.tablespace,
           rtrim(pg_get_viewdef(r.oid), ';'), CASE WHEN r.relispopulated THEN '' ELSE 'NO ' END)
    FROM r WHERE r.relkind = 'm'
    UNION ALL
    SELECT 30, 0, q.name, format('ALTER SEQUENCE %s OWNED BY %s', q.name, q.owned_by) FROM q WHERE q.owned_by IS NOT NULL
    UNION ALL
    SELECT 40, r.depth, r.name, format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s', coalesce(p.name, h.inhparent::regclass::text), r.name, pg_get_expr(r.relpartbound, r.oid))
    FROM r JOIN pg_inherits h ON h.inhrelid = r.oid LEFT JOIN r p ON p.oid = h.inhparent WHERE r.relispartition AND r.depth > 0
    UNION ALL
    SELECT 45, 0, r.name, format('ALTER TABLE %s OF %s', r.name, r.reloftype::regtype) FROM r WHERE r.reloftype <> 0
    UNION ALL
    SELECT 50, -r.depth, k.conname, format('ALTER TABLE %s%s ADD CONSTRAINT %I %s', r.only, r.name, k.conname, pg_get_constraintdef(k.oid))
    FROM r JOIN pg_constraint k ON k.conrelid = r.oid
    WHERE k.contype IN ('p', 'u', 'x') OR (k.contype IN ('c', 'n') AND NOT k.convalidated AND (k.conislocal OR r.relispartition))
    UNION ALL
    -- An invalid one serves nobody.
    SELECT 60, -r.depth, ic.relname, replace(replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '), format(' ON %s USING ', r.own), format(' ON %s USING ', r.name))
    FROM r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class ic ON ic.oid = i.indexrelid
    WHERE (i.indisvalid OR r.relkind = 'p')
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
    UNION ALL
    -- The relation itself is an index, which may have parts.
    SELECT 60, -r.depth, r.relname, replace(pg_get_indexdef(r.oid), ' ON ONLY ', ' ON ') FROM r WHERE r.relkind IN ('i', 'I')
    UNION ALL
    -- What the definition of a key, or of an index, does not say.
    SELECT 61, 0, ic.relname, format('ALTER INDEX %I.%I %s', n.nspname, ic.relname, u.what)
    FROM r CROSS JOIN LATERAL (
        SELECT x.indexrelid, x.indrelid, x.indisvalid FROM pg_index x WHERE x.indrelid = r.oid
        UNION ALL
        SELECT x.indexrelid, x.indrelid, x.indisvalid FROM pg_index x WHERE x.indexrelid = r.oid) i
    JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_namespace n ON n.oid = ic.relnamespace
    CROSS JOIN LATERAL (
        SELECT format('SET (%s)', string_agg(format('%s=%L', split_part(x, '=', 1), substr(x, strpos(x, '=') + 1)), ', ')) FROM unnest(ic.reloptions) x
        WHERE ic.relkind = 'i' AND EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
        HAVING count(*) > 0
        UNION ALL
        SELECT format('SET TABLESPACE %I', s.spcname) FROM pg_tablespace s WHERE s.oid = ic.reltablespace
        UNION ALL
        SELECT format('ALTER COLUMN %s SET STATISTICS %s', a.attnum, a.attstattarget) FROM pg_attribute a
        WHERE a.attrelid = ic.oid AND a.attstattarget >= 0) u (what)
    WHERE i.indisvalid OR ic.relkind = 'I'
    UNION ALL
    SELECT 61, 1, ic.relname, format('ALTER TABLE %s %s', r.name, u.use)
    FROM r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class ic ON ic.oid = i.indexrelid
    CROSS JOIN LATERAL (VALUES (i.indisclustered, format('CLUSTER ON %I', ic.relname)),
                               (i.indisreplident, format('REPLICA IDENTITY USING INDEX %I', ic.relname))) u (is_it, use)
    WHERE u.is_it
    UNION ALL
    SELECT 61, 1, r.name, format('ALTER TABLE ONLY %s REPLICA IDENTITY %s', r.name, CASE r.relreplident WHEN 'f' THEN 'FULL' ELSE 'NOTHING' END)
    FROM r WHERE r.relkind IN ('r', 'p') AND r.relreplident IN ('f', 'n')
    UNION ALL
    SELECT 70, 0, k.conname, format('ALTER TABLE %s%s ADD CONSTRAINT %I %s', r.only, r.name, k.conname, pg_get_constraintdef(k.oid))
    FROM r JOIN pg_constraint k ON k.conrelid = r.oid WHERE k.contype = 'f' AND k.conparentid = 0
    UNION ALL
    SELECT 80, 0, x.stxname, replace(pg_get_statisticsobjdef(x.oid), format(' FROM %s', r.own), format(' FROM %s', r.name))
    FROM r JOIN pg_statistic_ext x ON x.stxrelid = r.oid
    UNION ALL
    SELECT 80, u.place, x.stxname, format('ALTER STATISTICS %I.%I %s', n.nspname, x.stxname, u.what)
    FROM r JOIN pg_statistic_ext x ON x.stxrelid = r.oid JOIN pg_namespace n ON n.oid = x.stxnamespace
    CROSS JOIN LATERAL (VALUES (x.stxstattarget >= 0, 1, format('SET STATISTICS %s', x.stxstattarget)),
                               (x.stxowner <> r.relowner, 2, format('OWNER TO %I', pg_get_userbyid(x.stxowner)))) u (is_it, place, what)
    WHERE u.is_it
    UNION ALL
    SELECT 81, 0, w.rulename, rtrim(pg_get_ruledef(w.oid), ';') FROM r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN'
    UNION ALL
    SELECT 81, 1, w.rulename, format('ALTER TABLE %s %s RULE %I', r.name, CASE w.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, w.rulename)
    FROM r JOIN pg_rewrite w ON w.ev_class = r.oid WHERE w.rulename <> '_RETURN' AND w.ev_enabled <> 'O'
    UNION ALL
    SELECT 82, 0, g.tgname, replace(pg_get_triggerdef(g.oid), format(' ON %s ', r.own), format(' ON %s ', r.name))
    FROM r JOIN pg_trigger g ON g.tgrelid = r.oid WHERE NOT g.tgisinternal AND g.tgparentid = 0
    UNION ALL
    SELECT 83, 0, g.tgname, format('ALTER TABLE %s %s TRIGGER %I', r.name, CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, g.tgname)
    FROM r JOIN pg_trigger g ON g.tgrelid = r.oid WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgenabled <> 'O'
    UNION ALL
    SELECT 84, 0, y.polname, format('CREATE POLICY %I ON %s%s FOR %s TO %s%s%s', y.polname, r.name, CASE WHEN y.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END,
           CASE y.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
           (SELECT string_agg(CASE WHEN o = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o)) END, ', ') FROM unnest(y.polroles) o),
           ' USING (' || pg_get_expr(y.polqual, y.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(y.polwithcheck, y.polrelid) || ')')
    FROM r JOIN pg_policy y ON y.polrelid = r.oid
    UNION ALL
    SELECT 85, 0, r.name, format('ALTER TABLE %s %s', r.name, f.what)
    FROM r CROSS JOIN LATERAL (VALUES (r.relrowsecurity, 'ENABLE ROW LEVEL SECURITY'), (r.relforcerowsecurity, 'FORCE ROW LEVEL SECURITY')) f (is_it, what)
    WHERE f.is_it
    UNION ALL
    SELECT 86, 0, a.attname, format('ALTER TABLE %s%s ALTER COLUMN %I %s', r.only, r.name, a.attname, v.what)
    FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type ty ON ty.oid = a.atttypid
    CROSS JOIN LATERAL (VALUES (a.attstattarget >= 0, format('SET STATISTICS %s', a.attstattarget)),
        (a.attstorage <> ty.typstorage, 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END),
        ((SELECT string_agg(o, ', ') FROM unnest(a.attoptions) o WHERE NOT starts_with(o, 'pg_attver=')) IS NOT NULL, 'SET (' || (SELECT string_agg(o, ', ') FROM unnest(a.attoptions) o WHERE NOT starts_with(o, 'pg_attver=')) || ')')) v (is_it, what)
    WHERE v.is_it AND r.relkind IN ('r', 'p', 'm', 'f')
    UNION ALL
    -- What is another of a column that comes from a parent.
    SELECT 86, 1, a.attname, format('ALTER TABLE %s%s ALTER COLUMN %I %s', r.only, r.name, a.attname, v.what)
    FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT a.attislocal AND a.attgenerated = ''
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    CROSS JOIN LATERAL (SELECT string_agg(DISTINCT pg_get_expr(pd.adbin, pd.adrelid), ' '), coalesce(bool_or(pa.attnotnull), false)
                        FROM pg_inherits h JOIN pg_attribute pa ON pa.attrelid = h.inhparent AND pa.attname = a.attname
                        LEFT JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
                        WHERE h.inhrelid = r.oid) p (expression, is_not_null)
    CROSS JOIN LATERAL (VALUES
        (p.expression IS DISTINCT FROM pg_get_expr(d.adbin, d.adrelid), coalesce('SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), 'DROP DEFAULT')),
        -- Since PostgreSQL 18 a constraint, which is listed with the others.
        (a.attnotnull AND NOT p.is_not_null AND current_setting('server_version_num')::int < 180000, 'SET NOT NULL')) v (is_it, what)
    WHERE v.is_it AND r.relkind IN ('r', 'f') AND NOT r.relispartition
    UNION ALL
    SELECT 86, 0, a.attname, format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', r.name, a.attname, pg_get_expr(d.adbin, d.adrelid))
    FROM r JOIN pg_attrdef d ON d.adrelid = r.oid JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.adnum WHERE r.relkind = 'v'
    UNION ALL
    SELECT 87, 0, p.pubname, format('ALTER PUBLICATION %I ADD TABLE ONLY %s%s%s', p.pubname, r.name,
           (SELECT format(' (%s)', string_agg(quote_ident(a.attname), ', ' ORDER BY k.place)) FROM unnest(pr.prattrs) WITH ORDINALITY k (attnum, place)
            JOIN pg_attribute a ON a.attrelid = pr.prrelid AND a.attnum = k.attnum HAVING count(*) > 0),
           ' WHERE (' || pg_get_expr(pr.prqual, pr.prrelid) || ')')
    FROM r JOIN pg_publication_rel pr ON pr.prrelid = r.oid JOIN pg_publication p ON p.oid = pr.prpubid
    UNION ALL
    SELECT 88, 0, o.name, format('COMMENT ON %s IS %L', o.name, ds.description)
    FROM (SELECT 'pg_class'::regclass, r.oid, 0, r.word || ' ' || r.name FROM r
          UNION ALL
          SELECT 'pg_class'::regclass, r.oid, a.attnum, format('COLUMN %s.%I', r.name, a.attname)
          FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE r.relkind NOT IN ('i', 'I')
          UNION ALL
          SELECT 'pg_constraint'::regclass, k.oid, 0, format('CONSTRAINT %I ON %s', k.conname, r.name) FROM r JOIN pg_constraint k ON k.conrelid = r.oid
          UNION ALL
          SELECT 'pg_class'::regclass, i.indexrelid, 0, format('INDEX %I.%I', n.nspname, ic.relname)
          FROM r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_namespace n ON n.oid = ic.relnamespace
          UNION ALL
          SELECT 'pg_trigger'::regclass, g.oid, 0, format('TRIGGER %I ON %s', g.tgname, r.name) FROM r JOIN pg_trigger g ON g.tgrelid = r.oid
          UNION ALL
          SELECT 'pg_rewrite'::regclass, w.oid, 0, format('RULE %I ON %s', w.rulename, r.name) FROM r JOIN pg_rewrite w ON w.ev_class = r.oid
          UNION ALL
          SELECT 'pg_statistic_ext'::regclass, x.oid, 0, format('STATISTICS %I.%I', n.nspname, x.stxname)
          FROM r JOIN pg_statistic_ext x ON x.stxrelid = r.oid JOIN pg_namespace n ON n.oid = x.stxnamespace
          UNION ALL
          SELECT 'pg_policy'::regclass, y.oid, 0, format('POLICY %I ON %s', y.polname, r.name) FROM r JOIN pg_policy y ON y.polrelid = r.oid
          UNION ALL
          SELECT 'pg_class'::regclass, g.oid, 0, format('SEQUENCE %s', g.name) FROM granted g WHERE g.relkind = 'S' AND g.oid <> asked.oid) o (classoid, oid, subid, name)
    JOIN pg_description ds ON ds.classoid = o.classoid AND ds.objoid = o.oid AND ds.objsubid = o.subid
    UNION ALL
    SELECT 89, 0, r.name, format('SECURITY LABEL FOR %I ON %s IS %L', l.provider,
           CASE l.objsubid WHEN 0 THEN r.word || ' ' || r.name ELSE format('COLUMN %s.%I', r.name, a.attname) END, l.label)
    FROM r JOIN pg_seclabel l ON l.classoid = 'pg_class'::regclass AND l.objoid = r.oid
    LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = l.objsubid
    UNION ALL
    -- Of a partition that was attached, what its table's triggers are otherwise there.
    SELECT 90, 1 + r.depth, r.name, format('ALTER TABLE %s %s TRIGGER %I', r.name,
           CASE g.tgenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, g.tgname)
    FROM r JOIN pg_trigger g ON g.tgrelid = r.oid JOIN pg_trigger pg ON pg.oid = g.tgparentid
    WHERE NOT g.tgisinternal AND g.tgenabled <> pg.tgenabled
    UNION ALL
    SELECT 90, 0, r.name, format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s', h.inhparent::regclass, r.name, pg_get_expr(r.relpartbound, r.oid))
    FROM r JOIN pg_inherits h ON h.inhrelid = r.oid WHERE r.relispartition AND r.depth = 0 AND r.relkind IN ('r', 'p')
    UNION ALL
    SELECT 90, 0, r.name, format('ALTER INDEX %s ATTACH PARTITION %s', h.inhparent::regclass, r.name)
    FROM r JOIN pg_inherits h ON h.inhrelid = r.oid WHERE r.relkind IN ('i', 'I') AND r.depth = 0
    UNION ALL
    SELECT 91, 0, r.name, format('ALTER %s %s OWNER TO %I', r.word, r.name, pg_get_userbyid(r.relowner)) FROM r WHERE r.relkind NOT IN ('i', 'I')
    UNION ALL
    -- What default privileges may give to a new one is taken away first.
    SELECT 92, 0, r.name, format('REVOKE ALL ON %s%s FROM %s', CASE r.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END, r.name, g.grantee)
    FROM granted r CROSS JOIN LATERAL (
        SELECT 'PUBLIC' WHERE r.relacl IS NOT NULL
        UNION SELECT quote_ident(pg_get_userbyid(r.relowner)) WHERE r.relacl IS NOT NULL
        UNION SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END
              FROM pg_default_acl da, aclexplode(da.defaclacl) e
              WHERE da.defaclobjtype = CASE r.relkind WHEN 'S' THEN 'S' ELSE 'r' END::"char" AND e.grantee <> r.relowner
                AND da.defaclnamespace IN (0, r.relnamespace)) g (grantee)
    UNION ALL
    SELECT 93, 0, r.name, format('GRANT %s ON %s%s TO %s%s', string_agg(e.privilege_type, ', ' ORDER BY e.privilege_type),
           CASE r.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END, r.name,
           CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM granted r CROSS JOIN LATERAL aclexplode(r.relacl) e
    GROUP BY r.name, r.relkind, e.grantee, e.is_grantable
    UNION ALL
    SELECT 94, 0, a.attname, format('GRANT %s (%I) ON %s TO %s%s', e.privilege_type, a.attname, r.name,
           CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
    FROM r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped CROSS JOIN LATERAL aclexplode(a.attacl) e
)
SELECT sql FROM s WHERE sql IS NOT NULL ORDER BY phase, place, name, sql
