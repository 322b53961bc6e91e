-- What statements may change of a relation itself. asked.oid is the relation, asked.written how it is written, asked.grantees are
-- the roles whose privileges are asked for, quoted. Run under pinned settings, for many at once (src/catalog/before/together.rs).
SELECT jsonb_build_object('there', true, 'empty', CASE WHEN e.is_empty THEN e.tables ELSE '[]' END,
    'columns', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'sql', quote_ident(a.attname)) ORDER BY a.attnum), '[]')
                FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')),
    -- Rows that others refer to would take those with them, or change them.
    'keys', (SELECT coalesce(jsonb_agg(k.columns ORDER BY k.is_primary DESC, k.oid), '[]') FROM (
        SELECT i.indexrelid, i.indisprimary, jsonb_agg(a.attname ORDER BY u.place)
        FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY u (attnum, place)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = u.attnum
        WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND u.place <= i.indnkeyatts
          AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid = c.oid AND f.confdeltype IN ('c', 'n', 'd'))
        GROUP BY i.indexrelid, i.indisprimary) k (oid, is_primary, columns)),
    'was', jsonb_strip_nulls(jsonb_build_object(
    'owner', CASE WHEN g.passed_on IS NULL THEN jsonb_build_array(format('ALTER %s %s OWNER TO %I', c.word, asked.written, pg_get_userbyid(c.relowner))) || g.granted END,
    'comment', jsonb_build_array(format('COMMENT ON %s %s IS %s', c.word, asked.written, coalesce(quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = c.oid AND said.classoid = 'pg_class'::regclass AND said.objsubid = 0)), 'NULL'))),
    'schema', jsonb_build_array(format('ALTER %s {} SET SCHEMA %I', c.word, c.nspname)),
    'options', CASE WHEN c.relkind = 'S' THEN (
        SELECT jsonb_build_array(format('ALTER SEQUENCE %s AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s %s', asked.written, format_type(q.seqtypid, NULL),
            q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END),
            format('ALTER SEQUENCE %s OWNED BY %s', asked.written, coalesce((SELECT format('%s.%I', d.refobjid::regclass, a.attname) FROM pg_depend d
                JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a' AND d.refobjsubid > 0), 'NONE')))
        FROM pg_sequence q WHERE q.seqrelid = c.oid)
        -- Those that a statement has added are among these.
        ELSE to_jsonb(array_remove(ARRAY[
            format('ALTER %s %s RESET (%s)', c.word, asked.written, CASE WHEN c.relkind = 'v' THEN 'check_option, security_barrier'
                       || CASE WHEN current_setting('server_version_num')::int >= 150000 THEN ', security_invoker' ELSE '' END
                   WHEN c.relkind IN ('i', 'I') THEN 'fillfactor'
                   ELSE 'fillfactor, toast_tuple_target, parallel_workers, autovacuum_enabled, vacuum_index_cleanup, vacuum_truncate,
                         autovacuum_vacuum_threshold, autovacuum_vacuum_insert_threshold, autovacuum_vacuum_scale_factor,
                         autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_threshold, autovacuum_analyze_scale_factor,
                         autovacuum_vacuum_cost_delay, autovacuum_vacuum_cost_limit, autovacuum_freeze_min_age, autovacuum_freeze_max_age,
                         autovacuum_freeze_table_age, autovacuum_multixact_freeze_min_age, autovacuum_multixact_freeze_max_age,
                         autovacuum_multixact_freeze_table_age, log_autovacuum_min_duration, user_catalog_table' END),
            (SELECT format('ALTER %s %s SET (%s)', c.word, asked.written, string_agg(format('%s=%L', split_part(x, '=', 1), substr(x, strpos(x, '=') + 1)), ', '))
             FROM unnest(c.reloptions) x HAVING count(*) > 0)], NULL)) END,
    'row_security', CASE WHEN c.relkind IN ('r', 'p') THEN jsonb_build_array(
        format('ALTER TABLE %s %s ROW LEVEL SECURITY', asked.written, CASE WHEN c.relrowsecurity THEN 'ENABLE' ELSE 'DISABLE' END),
        format('ALTER TABLE %s %sFORCE ROW LEVEL SECURITY', asked.written, CASE WHEN c.relforcerowsecurity THEN '' ELSE 'NO ' END)) END,
    'place', CASE WHEN c.relkind IN ('r', 'm', 'p') THEN to_jsonb(array_remove(ARRAY[
        CASE WHEN c.relkind = 'r' THEN format('ALTER TABLE %s SET %s', asked.written, CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END) END,
        format('ALTER %s %s SET TABLESPACE %I', c.word, asked.written, coalesce((SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace),
            (SELECT s.spcname FROM pg_database b JOIN pg_tablespace s ON s.oid = b.dattablespace WHERE b.datname = current_database()))),
        (SELECT format('ALTER %s %s SET ACCESS METHOD %I', c.word, asked.written, m.amname) FROM pg_am m WHERE m.oid = c.relam)], NULL)) END,
    'replica_identity', CASE WHEN c.relkind IN ('r', 'p') THEN jsonb_build_array(format('ALTER TABLE %s REPLICA IDENTITY %s', asked.written,
        CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' WHEN 'i' THEN (
            SELECT format('USING INDEX %I', ic.relname) FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident)
            ELSE 'DEFAULT' END)) END,
    'cluster', CASE WHEN c.relkind IN ('r', 'm') THEN jsonb_build_array(coalesce(
        (SELECT format('ALTER %s %s CLUSTER ON %I', c.word, asked.written, ic.relname) FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisclustered),
        format('ALTER %s %s SET WITHOUT CLUSTER', c.word, asked.written))) END,
    -- Of partitions, too: what is said of all triggers of a table is said of all of theirs.
    'firing', CASE WHEN c.relkind IN ('r', 'p') THEN (
        WITH RECURSIVE tree (oid, depth) AS (
            SELECT c.oid, 0 UNION ALL
            SELECT h.inhrelid, t.depth + 1 FROM tree t JOIN pg_inherits h ON h.inhparent = t.oid JOIN pg_class hc ON hc.oid = h.inhrelid AND hc.relispartition)
        SELECT coalesce(jsonb_agg(format('ALTER TABLE %s %s TRIGGER %I', CASE WHEN t.depth = 0 THEN asked.written ELSE t.oid::regclass::text END,
                                  CASE g.tgenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE'
                                  WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, g.tgname) ORDER BY t.depth, t.oid::regclass::text, g.tgname), '[]')
        FROM tree t JOIN pg_trigger g ON g.tgrelid = t.oid LEFT JOIN pg_trigger pg ON pg.oid = g.tgparentid
        WHERE (NOT g.tgisinternal OR g.tgenabled <> 'O') AND (t.depth = 0 OR pg.oid IS NULL OR pg.tgenabled <> g.tgenabled)) END,
    'partition', (SELECT jsonb_build_array(format('ALTER TABLE %s ATTACH PARTITION %s %s', h.inhparent::regclass, asked.written, pg_get_expr(c.relpartbound, c.oid)))
                  FROM pg_inherits h WHERE h.inhrelid = c.oid AND c.relispartition),
    -- Without a single block there is no row.
    'rows', CASE WHEN e.is_empty THEN '[]'::jsonb END,
    'grants', CASE WHEN g.passed_on IS NULL THEN (SELECT coalesce(jsonb_agg(x.sql ORDER BY x.place, x.sql), '[]') FROM (
        SELECT 1, format('REVOKE ALL ON %s%s FROM %s', c.kind, asked.written, g) FROM unnest(asked.grantees) g WHERE g = 'PUBLIC' OR to_regrole(g) IS NOT NULL
        UNION ALL
        SELECT 2, format('GRANT %s ON %s%s TO %s%s', string_agg(e.privilege_type, ', ' ORDER BY e.privilege_type), c.kind, asked.written, r.name,
                         CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) e
        CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
        -- Those by others stay.
        WHERE r.name = ANY (asked.grantees) AND e.grantor = c.relowner GROUP BY r.name, e.is_grantable
        UNION ALL
        SELECT 3, format('GRANT %s (%I) ON %s TO %s%s', e.privilege_type, a.attname, asked.written, r.name, CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
        FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) e
        CROSS JOIN LATERAL (SELECT CASE e.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(e.grantee)) END) r (name)
        WHERE a.attrelid = c.oid AND r.name = ANY (asked.grantees) AND e.grantor = c.relowner) x (place, sql)) END)),
    'cannot', jsonb_strip_nulls(jsonb_build_object('grants', g.passed_on, 'owner', g.passed_on)))
FROM (SELECT c.*, n.nspname, CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'i' THEN 'INDEX'
             WHEN 'I' THEN 'INDEX' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS word, CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE '' END AS kind
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = asked.oid) c
LEFT JOIN LATERAL (
    WITH RECURSIVE tree (oid) AS (SELECT c.oid UNION ALL SELECT h.inhrelid FROM tree t JOIN pg_inherits h ON h.inhparent = t.oid)
    SELECT jsonb_agg(t.oid::bigint), bool_and(coalesce(pg_relation_size(t.oid::regclass, 'main'), 1) = 0) FROM tree t) e (tables, is_empty) ON c.relkind IN ('r', 'p', 'm')
-- What the asked roles were granted, by the owner, and whether they have granted it to others.
CROSS JOIN LATERAL (
    WITH granted AS (
        SELECT e.*, '' AS columns FROM aclexplode(c.relacl) e
        UNION ALL
        SELECT e.*, format(' (%I)', a.attname) FROM pg_attribute a CROSS JOIN LATERAL aclexplode(a.attacl) e WHERE a.attrelid = c.oid AND NOT a.attisdropped
    )
    -- They have become the owner's own meanwhile, who gets back what was the owner's alone.
    SELECT (SELECT coalesce(jsonb_agg(x.sql ORDER BY x.place, x.sql), '[]') FROM (
               SELECT 0, format('REVOKE ALL ON %s%s FROM %I', c.kind, asked.written, pg_get_userbyid(c.relowner))
               WHERE EXISTS (SELECT FROM granted e WHERE quote_ident(pg_get_userbyid(e.grantee)) = ANY (asked.grantees) AND e.grantee <> c.relowner)
               UNION ALL
               SELECT CASE WHEN e.grantee = c.relowner THEN 1 ELSE 2 END,
                      format('GRANT %s ON %s%s TO %s%s', string_agg(e.privilege_type || e.columns, ', ' ORDER BY e.privilege_type, e.columns), c.kind, asked.written, r.name,
                             CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
               FROM granted e CROSS JOIN LATERAL (SELECT quote_ident(pg_get_userbyid(e.grantee))) r (name)
               WHERE e.grantor = c.relowner
                 AND (r.name = ANY (asked.grantees) OR e.grantee = c.relowner AND EXISTS (
                          SELECT FROM granted o WHERE quote_ident(pg_get_userbyid(o.grantee)) = ANY (asked.grantees) AND o.grantee <> c.relowner))
               GROUP BY r.name, e.grantee, e.is_grantable) x (place, sql)),
           (SELECT format('%s has granted to others what it was granted itself, and nobody else can grant that again.', min(quote_ident(pg_get_userbyid(e.grantor)) COLLATE "C"))
            FROM granted e WHERE e.grantor <> c.relowner AND quote_ident(pg_get_userbyid(e.grantor)) = ANY (asked.grantees) HAVING count(*) > 0)) g (granted, passed_on)
