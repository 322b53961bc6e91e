-- A column with what statements may change of it. asked.oid is its relation, asked.part its name, asked.written how its relation
-- is written. Run under pinned settings, for many at once (src/catalog/before/together.rs).
SELECT jsonb_build_object(
    'there', true,
    'whole', (WITH held (classid, oid) AS (
        -- What goes with the column. That of a key is its constraint's.
        SELECT d.classid, d.objid FROM pg_depend d WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum
        UNION
        SELECT 'pg_class'::regclass, k.conindid FROM pg_constraint k
        WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x') AND a.attnum = ANY (k.conkey)
        UNION
        SELECT 'pg_constraint'::regclass, k.oid FROM pg_constraint k WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey))
    SELECT jsonb_agg(w.sql ORDER BY w.phase, w.sql) FROM (
        SELECT 1, format('ALTER %s %s ADD %s %I %s%s%s%s%s%s', c.word, asked.written, c.part, a.attname, t.type, t.compression,
                         (SELECT format(' OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', ')) FROM pg_options_to_table(a.attfdwoptions) o HAVING count(*) > 0),
                         t.collation, t.value,
                         CASE WHEN a.attnotnull THEN coalesce(nn.inline, ' NOT NULL') ELSE '' END)
        UNION ALL
        -- A sequence that goes with it is made before it.
        SELECT 0, format('CREATE %sSEQUENCE %I.%I AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s', CASE qc.relpersistence WHEN 'u' THEN 'UNLOGGED ' END, qn.nspname, qc.relname,
                         format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
                         CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END)
        FROM (SELECT d.objid FROM pg_depend d JOIN pg_sequence ps ON ps.seqrelid = d.objid
              WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass
                AND d.refobjid = c.oid AND d.refobjsubid = a.attnum) o JOIN pg_sequence q ON q.seqrelid = o.objid JOIN pg_class qc ON qc.oid = q.seqrelid JOIN pg_namespace qn ON qn.oid = qc.relnamespace
        UNION ALL
        SELECT 2, format('ALTER SEQUENCE %s OWNED BY %s.%I', o.objid::regclass, asked.written, a.attname) FROM (SELECT d.objid FROM pg_depend d JOIN pg_sequence ps ON ps.seqrelid = d.objid
              WHERE d.classid = 'pg_class'::regclass AND d.deptype = 'a' AND d.refclassid = 'pg_class'::regclass
                AND d.refobjid = c.oid AND d.refobjsubid = a.attnum) o
        UNION ALL
        SELECT 3, format('ALTER TABLE %s%s ADD CONSTRAINT %I %s', c.only, asked.written, k.conname, pg_get_constraintdef(k.oid))
        FROM pg_constraint k WHERE k.conrelid = c.oid AND a.attnum = ANY (k.conkey) AND (k.contype IN ('p', 'u', 'x', 'c', 'f') OR k.contype = 'n' AND NOT k.convalidated) AND k.conparentid = 0 AND k.conislocal
        UNION ALL
        SELECT 4, replace(replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '), format(' ON %s USING ', c.own), format(' ON %s USING ', asked.written))
        FROM pg_index i WHERE i.indrelid = c.oid AND i.indisvalid
          AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
          AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                      AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum)
        UNION ALL
        SELECT 4, replace(pg_get_statisticsobjdef(x.oid), format(' FROM %s', c.own), format(' FROM %s', asked.written))
        FROM pg_statistic_ext x WHERE x.stxrelid = c.oid AND ('pg_statistic_ext'::regclass, x.oid) IN (SELECT classid, oid FROM held)
        UNION ALL
        SELECT 4.5, format('ALTER STATISTICS %I.%I %s', n.nspname, x.stxname, u.what)
        FROM pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace
        CROSS JOIN LATERAL (VALUES (x.stxstattarget >= 0, format('SET STATISTICS %s', x.stxstattarget)),
                                   (x.stxowner <> c.relowner, format('OWNER TO %I', pg_get_userbyid(x.stxowner)))) u (is_it, what)
        WHERE u.is_it AND x.stxrelid = c.oid AND ('pg_statistic_ext'::regclass, x.oid) IN (SELECT classid, oid FROM held)
        UNION ALL
        -- What the definition of a key, or of an index, does not say.
        SELECT 4.5, u.sql
        FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_namespace n ON n.oid = ic.relnamespace
        LEFT JOIN pg_constraint k ON k.conrelid = i.indrelid AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
        CROSS JOIN LATERAL (
            SELECT format('ALTER INDEX %I.%I SET (%s)', n.nspname, ic.relname, string_agg(format('%s=%L', split_part(x, '=', 1), substr(x, strpos(x, '=') + 1)), ', '))
            FROM unnest(ic.reloptions) x WHERE ic.relkind = 'i' AND k.oid IS NOT NULL HAVING count(*) > 0
            UNION ALL
            SELECT format('ALTER INDEX %I.%I SET TABLESPACE %I', n.nspname, ic.relname, s.spcname) FROM pg_tablespace s WHERE s.oid = ic.reltablespace
            UNION ALL
            SELECT format('ALTER INDEX %I.%I ALTER COLUMN %s SET STATISTICS %s', n.nspname, ic.relname, ia.attnum, ia.attstattarget)
            FROM pg_attribute ia WHERE ia.attrelid = ic.oid AND ia.attstattarget >= 0
            UNION ALL
            SELECT format('ALTER TABLE %s CLUSTER ON %I', asked.written, ic.relname) WHERE i.indisclustered
            UNION ALL
            SELECT format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', asked.written, ic.relname) WHERE i.indisreplident) u (sql)
        WHERE i.indrelid = c.oid AND i.indisvalid AND (('pg_class'::regclass, i.indexrelid) IN (SELECT classid, oid FROM held) OR ('pg_constraint'::regclass, k.oid) IN (SELECT classid, oid FROM held))
        UNION ALL
        SELECT 5, replace(pg_get_triggerdef(g.oid), format(' ON %s ', c.own), format(' ON %s ', asked.written))
        FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgparentid = 0
          AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_trigger'::regclass AND d.objid = g.oid
                      AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum)
        UNION ALL
        SELECT 5, replace(rtrim(pg_get_ruledef(w.oid), ';'), format(' TO %s ', c.own), format(' TO %s ', asked.written))
        FROM pg_rewrite w WHERE w.ev_class = c.oid AND w.rulename <> '_RETURN' AND ('pg_rewrite'::regclass, w.oid) IN (SELECT classid, oid FROM held)
        UNION ALL
        SELECT 5.5, format('ALTER TABLE %s %s RULE %I', asked.written, CASE w.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, w.rulename)
        FROM pg_rewrite w WHERE w.ev_class = c.oid AND w.rulename <> '_RETURN' AND w.ev_enabled <> 'O' AND ('pg_rewrite'::regclass, w.oid) IN (SELECT classid, oid FROM held)
        UNION ALL
        SELECT 5, format('CREATE POLICY %I ON %s%s FOR %s TO %s%s%s', y.polname, asked.written, CASE WHEN y.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END,
               CASE y.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
               (SELECT string_agg(CASE WHEN o = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o)) END, ', ') FROM unnest(y.polroles) o),
               ' USING (' || pg_get_expr(y.polqual, y.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(y.polwithcheck, y.polrelid) || ')')
        FROM pg_policy y WHERE y.polrelid = c.oid AND ('pg_policy'::regclass, y.oid) IN (SELECT classid, oid FROM held)
        UNION ALL
        SELECT 8.5, format('ALTER PUBLICATION %I ADD TABLE ONLY %s%s%s', p.pubname, asked.written,
               (SELECT format(' (%s)', string_agg(quote_ident(la.attname), ', ' ORDER BY k.place)) FROM unnest(pr.prattrs) WITH ORDINALITY k (attnum, place)
                JOIN pg_attribute la ON la.attrelid = pr.prrelid AND la.attnum = k.attnum HAVING count(*) > 0),
               ' WHERE (' || pg_get_expr(pr.prqual, pr.prrelid) || ')')
        FROM pg_publication_rel pr JOIN pg_publication p ON p.oid = pr.prpubid WHERE pr.prrelid = c.oid AND ('pg_publication_rel'::regclass, pr.oid) IN (SELECT classid, oid FROM held)
        UNION ALL
        SELECT 5.5, format('ALTER TABLE %s %s TRIGGER %I', asked.written, CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, g.tgname)
        FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgenabled <> 'O' AND ('pg_trigger'::regclass, g.oid) IN (SELECT classid, oid FROM held)
        UNION ALL
        SELECT 6, format('ALTER TABLE %s%s ALTER COLUMN %I %s', c.only, asked.written, a.attname, v.what) FROM (VALUES
            (a.attstattarget >= 0, format('SET STATISTICS %s', a.attstattarget)),
            (a.attstorage <> ty.typstorage, 'SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END),
            ((SELECT string_agg(o, ', ') FROM unnest(a.attoptions) o WHERE NOT starts_with(o, 'pg_attver=')) IS NOT NULL, 'SET (' || (SELECT string_agg(o, ', ') FROM unnest(a.attoptions) o WHERE NOT starts_with(o, 'pg_attver=')) || ')')) v (is_it, what) WHERE v.is_it
        UNION ALL
        SELECT 7, format('COMMENT ON COLUMN %s.%I IS %L', asked.written, a.attname, said.description) FROM pg_description said
        WHERE said.objoid = c.oid AND said.classoid = 'pg_class'::regclass AND said.objsubid = a.attnum
        UNION ALL
        SELECT 7, nn.comment WHERE nn.comment IS NOT NULL
        UNION ALL
        SELECT 7, format('COMMENT ON %s IS %L', o.name, said.description)
        FROM (SELECT 'pg_constraint'::regclass, k.oid, format('CONSTRAINT %I ON %s', k.conname, asked.written) FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n'
              UNION ALL
              SELECT 'pg_trigger'::regclass, g.oid, format('TRIGGER %I ON %s', g.tgname, asked.written) FROM pg_trigger g WHERE g.tgrelid = c.oid AND g.tgparentid = 0
              UNION ALL
              SELECT 'pg_policy'::regclass, y.oid, format('POLICY %I ON %s', y.polname, asked.written) FROM pg_policy y WHERE y.polrelid = c.oid
              UNION ALL
              SELECT 'pg_rewrite'::regclass, w.oid, format('RULE %I ON %s', w.rulename, asked.written) FROM pg_rewrite w WHERE w.ev_class = c.oid
              UNION ALL
              SELECT 'pg_statistic_ext'::regclass, x.oid, format('STATISTICS %I.%I', n.nspname, x.stxname)
              FROM pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace WHERE x.stxrelid = c.oid
              UNION ALL
              SELECT 'pg_class'::regclass, hc.oid, format('%s %I.%I', CASE hc.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'INDEX' END, n.nspname, hc.relname)
              FROM held hh JOIN pg_class hc ON hh.classid = 'pg_class'::regclass AND hc.oid = hh.oid JOIN pg_namespace n ON n.oid = hc.relnamespace
              WHERE hc.relkind IN ('i', 'I', 'S')) o (classoid, oid, name)
        JOIN held h ON h.classid = o.classoid AND h.oid = o.oid
        JOIN pg_description said ON said.classoid = o.classoid AND said.objoid = o.oid AND said.objsubid = 0
        UNION ALL
        SELECT 7.5, format('REVOKE ALL ON SEQUENCE %I.%I FROM %s', n.nspname, sc.relname, g.grantee)
        FROM held h JOIN pg_class sc ON h.classid = 'pg_class'::regclass AND sc.oid = h.oid AND sc.relkind = 'S' JOIN pg_namespace n ON n.oid = sc.relnamespace
        CROSS JOIN LATERAL (
            SELECT 'PUBLIC' WHERE sc.relacl IS NOT NULL
            UNION SELECT quote_ident(pg_get_userbyid(sc.relowner)) WHERE sc.relacl IS NOT NULL
            UNION SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END
                  FROM pg_default_acl da, aclexplode(da.defaclacl) e
                  WHERE da.defaclobjtype = 'S' AND e.grantee <> sc.relowner AND da.defaclnamespace IN (0, sc.relnamespace)) g (grantee)
        UNION ALL
        SELECT 8, format('GRANT %s ON SEQUENCE %I.%I TO %s%s', string_agg(e.privilege_type, ', ' ORDER BY e.privilege_type), n.nspname, sc.relname,
                         CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM held h JOIN pg_class sc ON h.classid = 'pg_class'::regclass AND sc.oid = h.oid AND sc.relkind = 'S' JOIN pg_namespace n ON n.oid = sc.relnamespace
        CROSS JOIN LATERAL aclexplode(sc.relacl) e
        GROUP BY n.nspname, sc.relname, e.grantee, e.is_grantable
        UNION ALL
        SELECT 8, format('GRANT %s (%I) ON %s TO %s%s', e.privilege_type, a.attname, asked.written,
                         CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM aclexplode(a.attacl) e) w (phase, sql)),
    'because', CASE WHEN a.attinhcount > 0 THEN format('%s is inherited.', a.attname) WHEN c.relkind NOT IN ('r', 'p', 'c', 'f') THEN 'How it is made again is not known.' END,
    -- Those of a virtual column are nowhere.
    'loses', CASE WHEN c.relkind IN ('r', 'p') AND a.attgenerated <> 'v' THEN 'values' END,
    'beware', CASE WHEN c.relkind IN ('r', 'p') AND a.attnotnull AND t.value = '' THEN 'it comes back NOT NULL only into a table without rows' END,
    'was', jsonb_build_object(
        -- What is said of a table's column is said of its partitions' and heirs', which may be otherwise.
        'default', jsonb_build_array(CASE WHEN t.value LIKE ' DEFAULT %' THEN format('ALTER %s %s%s ALTER COLUMN %I SET%s', c.word, c.only, asked.written, a.attname, t.value)
                                          ELSE format('ALTER %s %s%s ALTER COLUMN %I DROP DEFAULT', c.word, c.only, asked.written, a.attname) END) || h.defaults,
        -- Of one that is NOT VALID or NO INHERIT nothing may be left of what the script has made of it.
        'not_null', to_jsonb(array_remove(ARRAY[
            CASE WHEN NOT a.attnotnull OR nn.is_special THEN format('ALTER TABLE %s%s ALTER COLUMN %I DROP NOT NULL', c.only, asked.written, a.attname) END,
            CASE WHEN a.attnotnull AND nn.is_named THEN format('ALTER TABLE %s%s ADD CONSTRAINT %I %s', c.only, asked.written, nn.conname, nn.definition)
                 WHEN a.attnotnull THEN format('ALTER TABLE %s%s ALTER COLUMN %I SET NOT NULL', c.only, asked.written, a.attname) END,
            nn.comment], NULL)) || h.not_null,
        'type', (SELECT jsonb_agg(x.sql ORDER BY x.place) FROM (
            SELECT 0, format('ALTER TYPE %s ALTER ATTRIBUTE %I TYPE %s%s', asked.written, a.attname, t.type, t.collation) WHERE c.relkind = 'c'
            UNION ALL
            SELECT 1, format('ALTER TABLE %s%s ALTER COLUMN %I DROP DEFAULT', c.only, asked.written, a.attname) WHERE c.relkind <> 'c' AND a.attgenerated = '' AND a.attidentity = ''
            UNION ALL
            -- By a type without its limits: what does not fit them is refused rather than cut.
            SELECT 2, format('ALTER TABLE %s%s ALTER COLUMN %I TYPE %s%s USING %I%s::%s', c.only, asked.written, a.attname, t.type, t.collation, a.attname,
                             CASE WHEN coalesce(et.typtype, ty.typtype) = 'e' THEN CASE WHEN et.oid IS NULL THEN '::text' ELSE '::text[]' END ELSE '' END,
                             CASE WHEN et.oid IS NULL THEN format('%I.%I', tn.nspname, ty.typname)
                                  ELSE format('%I.%I[]', en.nspname, et.typname) END) WHERE c.relkind <> 'c'
            UNION ALL
            SELECT 3, format('ALTER TABLE %s%s ALTER COLUMN %I SET%s', c.only, asked.written, a.attname, t.value) WHERE t.value LIKE ' DEFAULT %'
            UNION ALL
            SELECT 4, value FROM jsonb_array_elements_text(h.defaults)
            UNION ALL
            -- Its indexes are built anew.
            SELECT 5, format('ALTER INDEX %I.%I ALTER COLUMN %s SET STATISTICS %s', xn.nspname, ic.relname, ia.attnum, ia.attstattarget)
            FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_namespace xn ON xn.oid = ic.relnamespace
            JOIN pg_attribute ia ON ia.attrelid = ic.oid AND ia.attstattarget >= 0
            WHERE i.indrelid = c.oid AND EXISTS (SELECT FROM pg_depend id WHERE id.classid = 'pg_class'::regclass AND id.objid = ic.oid
                                                   AND id.refclassid = 'pg_class'::regclass AND id.refobjid = c.oid AND id.refobjsubid = a.attnum)
            UNION ALL
            -- And its statistics made anew.
            SELECT 6, format('ALTER STATISTICS %I.%I SET STATISTICS %s', xn.nspname, x.stxname, x.stxstattarget)
            FROM pg_statistic_ext x JOIN pg_namespace xn ON xn.oid = x.stxnamespace
            WHERE x.stxrelid = c.oid AND x.stxstattarget >= 0 AND EXISTS (
                SELECT FROM pg_depend id WHERE id.classid = 'pg_statistic_ext'::regclass AND id.objid = x.oid
                                           AND id.refclassid = 'pg_class'::regclass AND id.refobjid = c.oid AND id.refobjsubid = a.attnum)) x (place, sql)),
        -- The rows are there, so its numbers go on behind all that it has given, and behind theirs.
        'identity', (SELECT jsonb_agg(x.sql ORDER BY x.place, x.sql) FROM (
            SELECT 1, format('ALTER TABLE %s%s ALTER COLUMN %I DROP IDENTITY IF EXISTS', c.only, asked.written, a.attname)
            UNION ALL
            SELECT 2, format('ALTER TABLE %s%s ALTER COLUMN %I ADD%s', c.only, asked.written, a.attname, t.value) WHERE a.attidentity <> ''
            UNION ALL
            SELECT 3, format('SELECT pg_catalog.setval(%L, x.at) FROM (SELECT %s) x (at) WHERE x.at IS NOT NULL', i.name,
                             CASE WHEN i.seqincrement > 0 THEN format('greatest(%s, max(%I))', coalesce(pg_sequence_last_value(i.seqrelid)::text, 'NULL'), a.attname)
                                  ELSE format('least(%s, min(%I))', coalesce(pg_sequence_last_value(i.seqrelid)::text, 'NULL'), a.attname) END || ' FROM ' || asked.written)
            WHERE a.attidentity <> ''
            UNION ALL
            SELECT 4, format('COMMENT ON SEQUENCE %s IS %L', i.name, said.description) FROM pg_description said
            WHERE said.classoid = 'pg_class'::regclass AND said.objoid = i.seqrelid AND said.objsubid = 0
            UNION ALL
            SELECT 5, format('GRANT %s ON SEQUENCE %s TO %s%s', string_agg(e.privilege_type, ', ' ORDER BY e.privilege_type), i.name,
                             CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM pg_class sc CROSS JOIN LATERAL aclexplode(sc.relacl) e WHERE sc.oid = i.seqrelid AND e.grantee <> sc.relowner
            GROUP BY e.grantee, e.is_grantable) x (place, sql)),
        'identity_options', CASE WHEN a.attidentity = '' THEN '[]'::jsonb ELSE jsonb_build_array(
            format('ALTER TABLE %s%s ALTER COLUMN %I SET GENERATED %s SET START WITH %s SET INCREMENT BY %s SET MINVALUE %s SET MAXVALUE %s SET CACHE %s SET %sCYCLE', c.only, asked.written, a.attname,
                   CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, i.seqstart, i.seqincrement, i.seqmin, i.seqmax, i.seqcache, CASE WHEN i.seqcycle THEN '' ELSE 'NO ' END)) END,
        'comment', jsonb_build_array(format('COMMENT ON COLUMN %s.%I IS %s', asked.written, a.attname, coalesce(quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = c.oid AND said.classoid = 'pg_class'::regclass AND said.objsubid = a.attnum)), 'NULL'))),
        'storage', (SELECT jsonb_agg(format('ALTER TABLE %s%s ALTER COLUMN %I %s', c.only, asked.written, a.attname, x.what)) FROM (VALUES
            (format('SET STATISTICS %s', coalesce(a.attstattarget, -1))),
            ('SET STORAGE ' || CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END),
            ('SET COMPRESSION ' || CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' ELSE 'default' END)) x (what)
            WHERE x.what NOT LIKE 'SET COMPRESSION%' OR ty.typstorage <> 'p') || h.storage,
        'options', (SELECT jsonb_agg(x.sql ORDER BY x.place) FROM (
            SELECT 1, format('ALTER TABLE %s%s ALTER COLUMN %I RESET (n_distinct, n_distinct_inherited)', c.only, asked.written, a.attname)
            UNION ALL
            SELECT 2, format('ALTER TABLE %s%s ALTER COLUMN %I SET (%s)', c.only, asked.written, a.attname, (SELECT string_agg(o, ', ') FROM unnest(a.attoptions) o WHERE NOT starts_with(o, 'pg_attver='))) WHERE (SELECT string_agg(o, ', ') FROM unnest(a.attoptions) o WHERE NOT starts_with(o, 'pg_attver=')) IS NOT NULL) x (place, sql))))
FROM (SELECT c.*, format('%I.%I', n.nspname, c.relname) AS own, '' AS only,
             CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'c' THEN 'TYPE' ELSE 'TABLE' END AS word,
             CASE c.relkind WHEN 'c' THEN 'ATTRIBUTE' ELSE 'COLUMN' END AS part
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = asked.oid) c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = asked.part::name AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type ty ON ty.oid = a.atttypid JOIN pg_namespace tn ON tn.oid = ty.typnamespace
-- NOT NULL as a constraint, since PostgreSQL 18. The server would give it the same name by itself, or not: `is_named`.
LEFT JOIN LATERAL (SELECT k.conname, k.definition, k.is_special, k.is_special OR k.is_other AS is_named,
                          CASE WHEN NOT k.convalidated THEN ''
                               ELSE CASE WHEN k.is_other THEN format(' CONSTRAINT %I', k.conname) ELSE '' END || ' NOT NULL' || CASE WHEN k.connoinherit THEN ' NO INHERIT' ELSE '' END
                          END AS inline,
                          (SELECT format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, asked.written, said.description) FROM pg_description said
                           WHERE said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass AND said.objsubid = 0) AS comment
                   FROM (SELECT n.*, pg_get_constraintdef(n.oid) AS definition, n.connoinherit OR NOT n.convalidated AS is_special,
                                n.conname <> format('%s_%s_not_null', c.relname, a.attname) OR asked.written NOT IN (c.own, quote_ident(c.relname)) AS is_other
                         FROM pg_constraint n WHERE n.conrelid = c.oid AND n.contype = 'n' AND n.conkey = ARRAY[a.attnum]) k) nn ON true
LEFT JOIN pg_type et ON et.oid = ty.typelem AND ty.typcategory = 'A'
LEFT JOIN pg_namespace en ON en.oid = et.typnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN LATERAL (SELECT format('%I.%I', ns.nspname, sc.relname) AS name, ps.*
                   FROM pg_depend pd JOIN pg_sequence ps ON ps.seqrelid = pd.objid JOIN pg_class sc ON sc.oid = pd.objid
                   JOIN pg_namespace ns ON ns.oid = sc.relnamespace
                   WHERE pd.classid = 'pg_class'::regclass AND pd.deptype = 'i' AND pd.refclassid = 'pg_class'::regclass
                     AND pd.refobjid = a.attrelid AND pd.refobjsubid = a.attnum) i ON true
CROSS JOIN LATERAL (SELECT format_type(a.atttypid, a.atttypmod) AS type,
    coalesce((SELECT format(' COLLATE %I.%I', ln.nspname, l.collname) FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
              WHERE l.oid = a.attcollation AND l.oid <> ty.typcollation), '') AS collation,
    CASE a.attcompression WHEN 'p' THEN ' COMPRESSION pglz' WHEN 'l' THEN ' COMPRESSION lz4' ELSE '' END AS compression,
    CASE WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid),
                                                         CASE a.attgenerated WHEN 'v' THEN 'VIRTUAL' ELSE 'STORED' END)
         WHEN a.attidentity <> '' THEN format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s)',
              CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, i.name, i.seqstart, i.seqincrement, i.seqmin,
              i.seqmax, i.seqcache, CASE WHEN i.seqcycle THEN ' CYCLE' ELSE '' END)
         WHEN a.atthasdef THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END AS value) t
CROSS JOIN LATERAL (
    WITH RECURSIVE tree (oid, depth) AS (
        SELECT c.oid, 0
        UNION ALL
        SELECT ih.inhrelid, tr.depth + 1 FROM tree tr JOIN pg_inherits ih ON ih.inhparent = tr.oid
    )
    SELECT coalesce(jsonb_agg(format('ALTER TABLE ONLY %s ALTER COLUMN %I %s', ha.attrelid::regclass, ha.attname, coalesce('SET DEFAULT ' || pg_get_expr(hd.adbin, hd.adrelid), 'DROP DEFAULT'))
                              ORDER BY tr.depth, ha.attrelid)
                    FILTER (WHERE v.place = 1 AND a.attgenerated = '' AND a.attidentity = '' AND ha.attgenerated = '' AND ha.attidentity = ''
                              AND pg_get_expr(hd.adbin, hd.adrelid) IS DISTINCT FROM pg_get_expr(d.adbin, d.adrelid)), '[]'),
           -- Since PostgreSQL 18 that of an heir is a constraint of its own, which stays.
           coalesce(jsonb_agg(format('ALTER TABLE ONLY %s ALTER COLUMN %I %s NOT NULL', ha.attrelid::regclass, ha.attname, CASE WHEN ha.attnotnull THEN 'SET' ELSE 'DROP' END) ORDER BY tr.depth, ha.attrelid)
                    FILTER (WHERE v.place = 1 AND ha.attnotnull <> a.attnotnull AND current_setting('server_version_num')::int < 180000), '[]'),
           coalesce(jsonb_agg(format('ALTER TABLE ONLY %s ALTER COLUMN %I %s', ha.attrelid::regclass, ha.attname, v.what) ORDER BY tr.depth, ha.attrelid, v.what) FILTER (WHERE v.is_it), '[]')
    FROM tree tr JOIN pg_attribute ha ON ha.attrelid = tr.oid AND ha.attname = a.attname AND NOT ha.attisdropped AND tr.depth > 0
    LEFT JOIN pg_attrdef hd ON hd.adrelid = ha.attrelid AND hd.adnum = ha.attnum
    CROSS JOIN LATERAL (VALUES (1, coalesce(ha.attstattarget, -1) <> coalesce(a.attstattarget, -1), format('SET STATISTICS %s', coalesce(ha.attstattarget, -1))),
        (2, ha.attstorage <> a.attstorage, 'SET STORAGE ' || CASE ha.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END)) v (place, is_it, what)) h (defaults, not_null, storage)
