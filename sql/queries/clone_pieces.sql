-- The statements that make clones of the relations in $1, of the levels in $2, in order: each with the role whose it is.
-- They have the names of the originals. What is not needed may fail. Materialized: pushed down, the last condition would have the
-- server write the definitions of tables that others have locked.
WITH asked AS (
    SELECT c.*, o.level, n.nspname, format('%I.%I', n.nspname, c.relname) AS sql
    FROM unnest($1, $2) o (oid, level)
    JOIN pg_class c ON c.oid = o.oid
    JOIN pg_namespace n ON n.oid = c.relnamespace
), columns AS (
    SELECT t.oid, string_agg(
        format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
        || CASE WHEN a.attcollation <> y.typcollation AND a.attcollation <> 0
                THEN (SELECT format(' COLLATE %I.%I', cn.nspname, l.collname) FROM pg_collation l
                      JOIN pg_namespace cn ON cn.oid = l.collnamespace WHERE l.oid = a.attcollation) ELSE '' END
        -- Since PostgreSQL 18 it is a constraint with a name.
        || CASE WHEN a.attnotnull AND (t.level > 0 OR NOT EXISTS (
                SELECT FROM pg_constraint k WHERE k.conrelid = t.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum]))
                THEN ' NOT NULL' ELSE '' END
        || CASE WHEN a.attgenerated <> '' AND t.level = 0
                THEN format(' GENERATED ALWAYS AS (%2$s) %1$s', CASE a.attgenerated WHEN 'v' THEN 'VIRTUAL' ELSE 'STORED' END,
                            (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
                             WHERE d.adrelid = t.oid AND d.adnum = a.attnum)) ELSE '' END
        || CASE WHEN a.attidentity <> '' AND t.level = 0
                THEN format(' GENERATED %s AS IDENTITY',
                            CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END)
                     || coalesce((SELECT format(' (SEQUENCE NAME %I.%I)', sn.nspname, s.relname)
                                  FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                                  JOIN pg_namespace sn ON sn.oid = s.relnamespace
                                  WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid
                                    AND d.refobjsubid = a.attnum AND d.classid = 'pg_class'::regclass
                                    AND d.deptype = 'i'), '') ELSE '' END,
        ', ' ORDER BY a.attnum) AS list
    FROM asked t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type y ON y.oid = a.atttypid
    WHERE t.relkind IN ('r', 'p') AND (a.attislocal OR t.relispartition OR t.level > 0)
    GROUP BY t.oid
), checks AS (
    SELECT t.oid, string_agg(format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), ', ' ORDER BY k.oid) AS list
    FROM asked t JOIN pg_constraint k ON k.conrelid = t.oid
    WHERE k.contype IN ('c', 'n') AND k.convalidated AND t.level = 0 AND (k.conislocal OR t.relispartition)
    GROUP BY t.oid
), parents AS (
    SELECT t.oid, string_agg(p.sql, ', ' ORDER BY h.inhseqno) AS list, max(h.inhseqno) AS depth
    FROM asked t JOIN pg_inherits h ON h.inhrelid = t.oid JOIN asked p ON p.oid = h.inhparent
    WHERE t.relkind IN ('r', 'p') AND NOT t.relispartition AND t.level = 0
    GROUP BY t.oid
), settings AS (
    SELECT t.oid, string_agg(format('ALTER %I %s', a.attname, x.sql), ', ' ORDER BY a.attnum, x.place) AS list
    FROM asked t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type y ON y.oid = a.atttypid
    CROSS JOIN LATERAL (
        SELECT 1 AS place, 'SET DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) AS sql
        FROM pg_attrdef d WHERE d.adrelid = t.oid AND d.adnum = a.attnum AND a.attgenerated = ''
        UNION ALL
        SELECT 2, 'SET STATISTICS ' || a.attstattarget WHERE a.attstattarget >= 0
        UNION ALL
        SELECT 3, 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                                      WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END
        WHERE a.attstorage <> y.typstorage
        UNION ALL
        SELECT 4, 'SET COMPRESSION ' || CASE a.attcompression WHEN 'p' THEN 'pglz' ELSE 'lz4' END
        WHERE a.attcompression <> ''
        UNION ALL
        SELECT 5, 'SET (' || string_agg(format('%I = %L', split_part(o.text, '=', 1),
                                               substr(o.text, strpos(o.text, '=') + 1)), ', ') || ')'
        FROM unnest(a.attoptions) o (text) WHERE split_part(o.text, '=', 1) <> 'pg_attver' HAVING count(*) > 0) x
    WHERE t.relkind IN ('r', 'p') AND t.level = 0
    GROUP BY t.oid
), pieces AS MATERIALIZED (
    SELECT 10 AS phase, t.oid, t.relowner, false AS may_fail,
           format('CREATE SEQUENCE %s AS %s INCREMENT %s MINVALUE %s MAXVALUE %s START %s CACHE %s%s', t.sql,
                  format_type(s.seqtypid, NULL), s.seqincrement, s.seqmin, s.seqmax, s.seqstart, s.seqcache,
                  CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END) AS sql
    FROM asked t JOIN pg_sequence s ON s.seqrelid = t.oid
    WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = t.oid
                      AND d.deptype = 'i' AND d.refclassid = 'pg_class'::regclass)
    UNION ALL
    SELECT 20, t.oid, t.relowner, false,
           format('CREATE %sTABLE %s (%s)%s%s%s', CASE WHEN t.relpersistence = 'u' THEN 'UNLOGGED ' ELSE '' END, t.sql,
                  concat_ws(', ', c.list, k.list), ' INHERITS (' || p.list || ')',
                  CASE WHEN t.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(t.oid) END,
                  (SELECT ' WITH (' || string_agg(format('%I=%L', split_part(o.text, '=', 1),
                                                         substr(o.text, strpos(o.text, '=') + 1)), ', ') || ')'
                   FROM unnest(t.reloptions) o (text) WHERE t.level = 0 AND t.relkind = 'r'))
    FROM asked t LEFT JOIN columns c USING (oid) LEFT JOIN checks k USING (oid) LEFT JOIN parents p USING (oid)
    WHERE t.relkind IN ('r', 'p')
    UNION ALL
    SELECT 30, t.oid, p.relowner, false,
           format('ALTER TABLE %s ATTACH PARTITION %s %s', p.sql, t.sql, pg_get_expr(t.relpartbound, t.oid))
    FROM asked t JOIN pg_inherits h ON h.inhrelid = t.oid JOIN asked p ON p.oid = h.inhparent
    WHERE t.relispartition AND t.relkind IN ('r', 'p') AND t.level = 0 AND p.level = 0
    UNION ALL
    SELECT 40, t.oid, t.relowner, false, format('ALTER TABLE ONLY %s %s', t.sql, x.list)
    FROM asked t JOIN settings x USING (oid)
    UNION ALL
    SELECT 50, k.oid, t.relowner, false,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', t.sql, k.conname, pg_get_constraintdef(k.oid))
    FROM asked t JOIN pg_constraint k ON k.conrelid = t.oid
    WHERE k.contype IN ('c', 'n') AND NOT k.convalidated AND t.level = 0 AND k.coninhcount = 0
    UNION ALL
    SELECT 60, k.oid, t.relowner, t.level > 0,
           format('ALTER TABLE ONLY %s ADD CONSTRAINT %I %s', t.sql, k.conname, pg_get_constraintdef(k.oid))
    FROM asked t JOIN pg_constraint k ON k.conrelid = t.oid
    WHERE k.contype IN ('p', 'u') OR k.contype = 'x' AND t.level = 0
    UNION ALL
    SELECT 60, i.indexrelid, t.relowner, t.level > 0, pg_get_indexdef(i.indexrelid)
    FROM asked t JOIN pg_index i ON i.indrelid = t.oid
    WHERE t.relkind IN ('r', 'p')
      AND (t.level = 0 OR i.indisunique AND i.indexprs IS NULL AND i.indpred IS NULL)
      AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
    UNION ALL
    SELECT 70, h.inhrelid, t.relowner, false, format('ALTER INDEX %I.%I ATTACH PARTITION %I.%I', n.nspname, i.relname, cn.nspname, c.relname)
    FROM asked t
    JOIN pg_index x ON x.indrelid = t.oid
    JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = i.relnamespace
    JOIN pg_inherits h ON h.inhparent = i.oid
    JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
    JOIN pg_index ci ON ci.indexrelid = c.oid
    JOIN asked ct ON ct.oid = ci.indrelid AND ct.level = 0
    WHERE t.relkind = 'p' AND t.level = 0
    UNION ALL
    SELECT 80, k.oid, t.relowner, false,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', t.sql, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k JOIN asked t ON t.oid = k.conrelid JOIN asked r ON r.oid = k.confrelid
    WHERE k.contype = 'f' AND k.conparentid = 0 AND (t.level = 0 OR r.level = 0 OR $3)
    UNION ALL
    SELECT 90, t.oid, t.relowner, t.level > 0,
           CASE t.relkind WHEN 'm' THEN format('CREATE MATERIALIZED VIEW %s AS %s WITH NO DATA', t.sql, v.text)
                          ELSE format('CREATE VIEW %s AS %s', t.sql, v.text) END
    FROM asked t CROSS JOIN LATERAL (SELECT rtrim(pg_get_viewdef(t.oid), '; ') AS text) v
    WHERE t.relkind IN ('v', 'm')
    UNION ALL
    SELECT 100, i.indexrelid, t.relowner, false, pg_get_indexdef(i.indexrelid)
    FROM asked t JOIN pg_index i ON i.indrelid = t.oid WHERE t.relkind = 'm'
    UNION ALL
    SELECT 110, g.oid, t.relowner, true, pg_get_triggerdef(g.oid)
    FROM asked t JOIN pg_trigger g ON g.tgrelid = t.oid
    WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND t.level = 0
    UNION ALL
    SELECT 111, g.oid, t.relowner, true,
           format('ALTER TABLE %s %s TRIGGER %I', t.sql,
                  CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, g.tgname)
    FROM asked t JOIN pg_trigger g ON g.tgrelid = t.oid
    WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND t.level = 0 AND g.tgenabled <> 'O' AND t.relkind <> 'v'
    UNION ALL
    SELECT 120, r.oid, t.relowner, true, pg_get_ruledef(r.oid)
    FROM asked t JOIN pg_rewrite r ON r.ev_class = t.oid WHERE r.rulename <> '_RETURN' AND t.level = 0
    UNION ALL
    SELECT 130, p.oid, t.relowner, true,
           format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, t.sql,
                  CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                  CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                                WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                  (SELECT string_agg(CASE o.role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o.role)) END, ', ')
                   FROM unnest(p.polroles) o (role)),
                  ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                  ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
    FROM asked t JOIN pg_policy p ON p.polrelid = t.oid WHERE t.level = 0
    UNION ALL
    SELECT 131, t.oid, t.relowner, true,
           format('ALTER TABLE %s %s', t.sql, concat_ws(', ', CASE WHEN t.relrowsecurity THEN 'ENABLE ROW LEVEL SECURITY' END,
                  CASE WHEN t.relforcerowsecurity THEN 'FORCE ROW LEVEL SECURITY' END))
    FROM asked t WHERE t.level = 0 AND (t.relrowsecurity OR t.relforcerowsecurity)
    UNION ALL
    -- Behind what is made as its owner.
    SELECT 170, t.oid, t.relowner, true,
           format('GRANT %s ON %s%s TO %s%s', g.privileges, CASE t.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END, t.sql,
                  CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                  CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' END)
    FROM asked t
    CROSS JOIN LATERAL (
        SELECT a.grantee, a.is_grantable, string_agg(a.privilege_type, ', ') AS privileges
        FROM aclexplode(t.relacl) a WHERE a.grantee <> t.relowner GROUP BY a.grantee, a.is_grantable
        UNION ALL
        SELECT a.grantee, a.is_grantable, string_agg(format('%s (%I)', a.privilege_type, c.attname), ', ')
        FROM pg_attribute c CROSS JOIN LATERAL aclexplode(c.attacl) a
        WHERE c.attrelid = t.oid AND NOT c.attisdropped AND a.grantee <> t.relowner GROUP BY a.grantee, a.is_grantable) g
    WHERE t.level = 0
    UNION ALL
    SELECT 140, x.oid, t.relowner, true, pg_get_statisticsobjdef(x.oid)
    FROM asked t JOIN pg_statistic_ext x ON x.stxrelid = t.oid WHERE t.level = 0
    UNION ALL
    SELECT 150, s.oid, t.relowner, true, format('ALTER SEQUENCE %s OWNED BY %s.%I', s.sql, t.sql, a.attname)
    FROM asked s
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'a'
                    AND d.refclassid = 'pg_class'::regclass
    JOIN asked t ON t.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE s.relkind = 'S'
    UNION ALL
    SELECT 160, t.oid, t.relowner, true,
           format('COMMENT ON %s %s%s IS %L', CASE WHEN d.objsubid > 0 THEN 'COLUMN' WHEN t.relkind = 'v' THEN 'VIEW'
                  WHEN t.relkind = 'm' THEN 'MATERIALIZED VIEW' WHEN t.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
                  t.sql, '.' || quote_ident(a.attname), d.description)
    FROM asked t
    JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = t.oid
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.objsubid AND d.objsubid > 0
    WHERE t.level = 0
)
SELECT relowner, may_fail, sql FROM pieces WHERE sql IS NOT NULL ORDER BY phase, oid
