-- A type or domain. $1 is it, $2 how it is written, $3 the roles whose privileges are asked for, quoted, $4 a value of an enum
-- that is added. Run under pinned settings.
SELECT jsonb_build_object('there', true,
    'because', CASE WHEN t.typtype = 'r' AND t.is_canonical THEN 'A range type with a CANONICAL function is made in several steps.'
                    WHEN t.typtype NOT IN ('e', 'c', 'd', 'r') THEN 'How a type of this kind is made again is not known.' END,
    'beware', CASE WHEN $4 IS NOT NULL AND t.users > 0 THEN format('makes %s anew without the value: tables are rewritten, and rows that have it stop this', $2) END,
    'whole', (SELECT jsonb_agg(x.sql ORDER BY x.place, x.sql) FROM (
        SELECT 1, CASE t.typtype
            WHEN 'e' THEN format('CREATE TYPE %s AS ENUM (%s)', $2, t.labels)
            WHEN 'c' THEN format('CREATE TYPE %s AS (%s)', $2, (SELECT string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                                                                            (SELECT format(' COLLATE %I.%I', ln.nspname, l.collname) FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
                                                                             JOIN pg_type ty ON ty.oid = a.atttypid WHERE l.oid = a.attcollation AND l.oid <> ty.typcollation)), ', ' ORDER BY a.attnum)
                                 FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
            -- Its multirange type goes with it.
            WHEN 'r' THEN (SELECT format('CREATE TYPE %s AS RANGE (SUBTYPE = %s, SUBTYPE_OPCLASS = %I.%I, MULTIRANGE_TYPE_NAME = %I.%I%s%s%s)', $2, format_type(r.rngsubtype, NULL), cn.nspname, oc.opcname,
                                         mn.nspname, mt.typname,
                                         (SELECT format(', COLLATION = %I.%I', ln.nspname, l.collname) FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
                                          WHERE l.oid = r.rngcollation AND l.oid <> (SELECT st.typcollation FROM pg_type st WHERE st.oid = r.rngsubtype)),
                                         CASE WHEN r.rngcanonical <> 0 THEN format(', CANONICAL = %s', r.rngcanonical) END, CASE WHEN r.rngsubdiff <> 0 THEN format(', SUBTYPE_DIFF = %s', r.rngsubdiff) END)
                             FROM pg_range r JOIN pg_opclass oc ON oc.oid = r.rngsubopc JOIN pg_namespace cn ON cn.oid = oc.opcnamespace
                             JOIN pg_type mt ON mt.oid = r.rngmultitypid JOIN pg_namespace mn ON mn.oid = mt.typnamespace WHERE r.rngtypid = t.oid)
            WHEN 'd' THEN format('CREATE DOMAIN %s AS %s%s%s%s', $2, format_type(t.typbasetype, t.typtypmod),
                                 (SELECT format(' COLLATE %I.%I', ln.nspname, l.collname) FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
                                  JOIN pg_type bt ON bt.oid = t.typbasetype WHERE l.oid = t.typcollation AND l.oid <> bt.typcollation), ' DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END)
            END
        UNION ALL
        SELECT 2, format('ALTER DOMAIN %s ADD CONSTRAINT %I %s', $2, k.conname, pg_get_constraintdef(k.oid)) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'
        UNION ALL SELECT 3, format('ALTER %s %s OWNER TO %I', t.word, $2, pg_get_userbyid(t.typowner))
        UNION ALL SELECT 4, format('COMMENT ON %s %s IS %L', t.word, $2, t.comment) WHERE t.comment IS NOT NULL
        UNION ALL SELECT 4, format('COMMENT ON CONSTRAINT %I ON DOMAIN %s IS %L', k.conname, $2, said.description)
        FROM pg_constraint k JOIN pg_description said ON said.classoid = 'pg_constraint'::regclass AND said.objoid = k.oid WHERE k.contypid = t.oid AND k.contype = 'c'
        UNION ALL SELECT 4, format('COMMENT ON COLUMN %s.%I IS %L', $2, a.attname, said.description)
        FROM pg_attribute a JOIN pg_description said ON said.classoid = 'pg_class'::regclass AND said.objoid = a.attrelid AND said.objsubid = a.attnum
        WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0
        UNION ALL SELECT 5, format('REVOKE ALL ON %s %s FROM %s', t.word, $2, g) FROM unnest(t.revoked) g
        UNION ALL SELECT 6, format('GRANT USAGE ON %s %s TO %s', t.word, $2, CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END)
        FROM aclexplode(t.typacl) e) x (place, sql)),
    'was', jsonb_strip_nulls(jsonb_build_object(
        'owner', jsonb_build_array(format('ALTER %s %s OWNER TO %I', t.word, $2, pg_get_userbyid(t.typowner))),
        'schema', jsonb_build_array(format('ALTER %s {} SET SCHEMA %I', t.word, t.nspname)),
        'comment', jsonb_build_array(format('COMMENT ON %s %s IS %s', t.word, $2, coalesce(quote_literal(t.comment), 'NULL'))),
        'default', CASE WHEN t.typtype = 'd' THEN jsonb_build_array(coalesce(format('ALTER DOMAIN %s SET DEFAULT ', $2) || t.typdefault, format('ALTER DOMAIN %s DROP DEFAULT', $2))) END,
        'not_null', CASE WHEN t.typtype = 'd' THEN jsonb_build_array(format('ALTER DOMAIN %s %s NOT NULL', $2, CASE WHEN t.typnotnull THEN 'SET' ELSE 'DROP' END)) END,
        'grants', (SELECT coalesce(jsonb_agg(x.sql ORDER BY x.place, x.sql), '[]') FROM (
            SELECT 1, format('REVOKE ALL ON %s %s FROM %s', t.word, $2, g) FROM unnest($3) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
            UNION ALL
            SELECT 2, format('GRANT USAGE ON %s %s TO %s', t.word, $2, r.name) FROM aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) e
            CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
            WHERE r.name = ANY ($3) AND e.grantor = t.typowner) x (place, sql)),
        -- PostgreSQL takes no value out of an enum, so it is made anew.
        'values', CASE WHEN t.typtype <> 'e' OR $4 IS NULL THEN NULL
            WHEN EXISTS (SELECT FROM pg_enum e WHERE e.enumtypid = t.oid AND e.enumlabel = $4::name) THEN '[]'::jsonb
            ELSE (SELECT jsonb_agg(x.sql ORDER BY x.place, x.sql) FROM (
                SELECT 1, format('ALTER TYPE %s RENAME TO %I', $2, t.former)
                UNION ALL SELECT 2, format('CREATE TYPE %s AS ENUM (%s)', $2, t.labels)
                UNION ALL SELECT 3, format('ALTER TYPE %s OWNER TO %I', $2, pg_get_userbyid(t.typowner))
                UNION ALL SELECT 4, format('REVOKE ALL ON TYPE %s FROM %s', $2, g) FROM unnest(t.revoked) g
                UNION ALL SELECT 5, format('GRANT USAGE ON TYPE %s TO %s', $2, CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) FROM aclexplode(t.typacl) e
                UNION ALL SELECT 6, format('COMMENT ON TYPE %s IS %L', $2, t.comment) WHERE t.comment IS NOT NULL
                UNION ALL
                SELECT 7, format('ALTER TABLE %s %s', u.relation, string_agg(format('%sALTER COLUMN %I TYPE %s%s USING %I::text%s::%s%s%s',
                    CASE WHEN u.value IS NULL THEN '' ELSE format('ALTER COLUMN %I DROP DEFAULT, ', u.attname) END,
                    u.attname, $2, u.brackets, u.attname, u.brackets, $2, u.brackets,
                    CASE WHEN u.value IS NULL THEN '' ELSE format(', ALTER COLUMN %I SET DEFAULT %s', u.attname, u.value) END), ', ' ORDER BY u.attnum))
                FROM (SELECT a.attrelid::regclass AS relation, a.attname, a.attnum, CASE WHEN a.atttypid = t.oid THEN '' ELSE '[]' END AS brackets, pg_get_expr(d.adbin, d.adrelid) AS value
                      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                      WHERE a.atttypid IN (t.oid, t.typarray) AND NOT a.attisdropped) u GROUP BY u.relation
                UNION ALL SELECT 8, format('DROP TYPE %s%I', t.prefix, t.former)) x (place, sql)) END)))
FROM (SELECT t.*, n.nspname, EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = t.oid AND r.rngcanonical <> 0) AS is_canonical, CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END AS word, (SELECT said.description FROM pg_description said WHERE said.objoid = t.oid AND said.classoid = 'pg_type'::regclass AND said.objsubid = 0) AS comment,
             -- What default privileges may give to a new one is taken away first.
             ARRAY(SELECT 'PUBLIC' WHERE t.typacl IS NOT NULL
                   UNION SELECT quote_ident(pg_get_userbyid(t.typowner)) WHERE t.typacl IS NOT NULL
                   UNION SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END FROM pg_default_acl da, aclexplode(da.defaclacl) e
                         WHERE da.defaclobjtype = 'T' AND da.defaclnamespace IN (0, t.typnamespace) AND e.grantee <> t.typowner AND (e.grantee <> 0 OR t.typacl IS NOT NULL)) AS revoked,
             left(t.typname, 50) || '__before' AS former,
             CASE WHEN $2 = format('%I.%I', n.nspname, t.typname) THEN quote_ident(n.nspname) || '.' ELSE '' END AS prefix,
             (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels,
             (SELECT count(*) FROM pg_attribute a WHERE a.atttypid IN (t.oid, t.typarray) AND NOT a.attisdropped) AS users
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid = $1) t
