-- A part of a relation, or of a domain, that has a name of its own. asked.oid is the relation or domain, asked.part the part's
-- name, asked.written how the relation is written, asked.kind the part's kind. Run under pinned settings, for many at once
-- (src/catalog/before/together.rs).
SELECT p.answer FROM (
    SELECT 'constraint', jsonb_build_object('there', true,
        'whole', to_jsonb(array_remove(ARRAY[
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', asked.written, k.conname, pg_get_constraintdef(k.oid)),
            (SELECT format('COMMENT ON CONSTRAINT %I ON %s IS %L', k.conname, asked.written, said.description) FROM pg_description said WHERE said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass AND said.objsubid = 0),
            (SELECT format('ALTER INDEX %I.%I SET (%s)', n.nspname, ic.relname, string_agg(format('%s=%L', split_part(x, '=', 1), substr(x, strpos(x, '=') + 1)), ', '))
             FROM pg_class ic JOIN pg_namespace n ON n.oid = ic.relnamespace CROSS JOIN LATERAL unnest(ic.reloptions) x
             WHERE ic.oid = k.conindid AND ic.relkind = 'i' AND k.contype <> 'f' GROUP BY n.nspname, ic.relname),
            (SELECT format('ALTER INDEX %I.%I SET TABLESPACE %I', n.nspname, ic.relname, s.spcname)
             FROM pg_class ic JOIN pg_namespace n ON n.oid = ic.relnamespace JOIN pg_tablespace s ON s.oid = ic.reltablespace
             WHERE ic.oid = k.conindid AND k.contype <> 'f'),
            (SELECT format('COMMENT ON INDEX %I.%I IS %L', n.nspname, ic.relname, said.description)
             FROM pg_class ic JOIN pg_namespace n ON n.oid = ic.relnamespace
             JOIN pg_description said ON said.classoid = 'pg_class'::regclass AND said.objoid = ic.oid AND said.objsubid = 0
             WHERE ic.oid = k.conindid AND k.contype <> 'f'),
            (SELECT format('ALTER TABLE %s CLUSTER ON %I', asked.written, k.conname) FROM pg_index i WHERE i.indexrelid = k.conindid AND i.indisclustered AND k.contype <> 'f'),
            (SELECT format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', asked.written, k.conname) FROM pg_index i WHERE i.indexrelid = k.conindid AND i.indisreplident AND k.contype <> 'f')], NULL)),
        'because', CASE WHEN k.coninhcount > 0 THEN format('%s is inherited.', k.conname) END,
        'was', jsonb_build_object(
            'definition', jsonb_build_array(format('ALTER TABLE %s ALTER CONSTRAINT %I %s', asked.written, k.conname,
                CASE WHEN k.contype = 'n' AND k.connoinherit THEN 'NO INHERIT' WHEN k.contype = 'n' THEN 'INHERIT' ELSE concat(
                CASE WHEN NOT k.condeferrable THEN 'NOT DEFERRABLE' WHEN k.condeferred THEN 'DEFERRABLE INITIALLY DEFERRED' ELSE 'DEFERRABLE INITIALLY IMMEDIATE' END,
                -- Since PostgreSQL 18.
                CASE to_jsonb(k) ->> 'conenforced' WHEN 'false' THEN ' NOT ENFORCED' WHEN 'true' THEN ' ENFORCED' END) END)),
            'comment', jsonb_build_array(format('COMMENT ON CONSTRAINT %I ON %s IS %s', k.conname, asked.written, coalesce(quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass AND said.objsubid = 0)), 'NULL')))))
    FROM pg_constraint k WHERE k.conrelid = asked.oid AND k.conname = asked.part::name
    UNION ALL
    SELECT 'domain_constraint', jsonb_build_object('there', true,
        'whole', to_jsonb(array_remove(ARRAY[format('ALTER DOMAIN %s ADD CONSTRAINT %I %s', asked.written, k.conname, pg_get_constraintdef(k.oid)),
            (SELECT format('COMMENT ON CONSTRAINT %I ON DOMAIN %s IS %L', k.conname, asked.written, said.description) FROM pg_description said WHERE said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass AND said.objsubid = 0)], NULL)),
        'was', jsonb_build_object('comment', jsonb_build_array(format('COMMENT ON CONSTRAINT %I ON DOMAIN %s IS %s', k.conname, asked.written, coalesce(quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass AND said.objsubid = 0)), 'NULL')))))
    FROM pg_constraint k WHERE k.contypid = asked.oid AND k.conname = asked.part::name
    UNION ALL
    SELECT 'trigger', jsonb_build_object('there', true,
        'whole', to_jsonb(array_remove(ARRAY[d.made, CASE WHEN g.tgenabled <> 'O' THEN d.firing END,
            (SELECT format('COMMENT ON TRIGGER %I ON %s IS %L', g.tgname, asked.written, said.description) FROM pg_description said WHERE said.objoid = g.oid AND said.classoid = 'pg_trigger'::regclass AND said.objsubid = 0)], NULL) || d.of_partitions),
        'because', CASE WHEN g.tgparentid <> 0 THEN format('%s belongs to a trigger of the partitioned table.', g.tgname) END,
        'was', jsonb_build_object('firing', to_jsonb(d.firing || d.of_partitions),
            'definition', to_jsonb(array_remove(ARRAY[regexp_replace(d.made, '^CREATE ', 'CREATE OR REPLACE '), CASE WHEN g.tgenabled <> 'O' THEN d.firing END], NULL) || d.of_partitions),
            'comment', jsonb_build_array(format('COMMENT ON TRIGGER %I ON %s IS %s', g.tgname, asked.written, coalesce(quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = g.oid AND said.classoid = 'pg_trigger'::regclass AND said.objsubid = 0)), 'NULL')))))
    FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL (SELECT replace(pg_get_triggerdef(g.oid), format(' ON %I.%I ', n.nspname, c.relname), format(' ON %s ', asked.written)) AS made,
        format('ALTER TABLE %s %s TRIGGER %I', asked.written, CASE g.tgenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, g.tgname) AS firing,
        -- Where those of partitions are otherwise: what is said of the parent is said of all.
        ARRAY(WITH RECURSIVE clones (oid, depth, as_parent) AS (
                  SELECT t.oid, 1, t.tgenabled = g.tgenabled FROM pg_trigger t WHERE t.tgparentid = g.oid
                  UNION ALL
                  SELECT t.oid, k.depth + 1, t.tgenabled = p.tgenabled FROM clones k JOIN pg_trigger p ON p.oid = k.oid JOIN pg_trigger t ON t.tgparentid = k.oid)
              SELECT format('ALTER TABLE %s %s TRIGGER %I', t.tgrelid::regclass, CASE t.tgenabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, t.tgname)
              FROM clones k JOIN pg_trigger t ON t.oid = k.oid WHERE NOT k.as_parent ORDER BY k.depth, t.tgrelid) AS of_partitions) d
    WHERE g.tgrelid = asked.oid AND g.tgname = asked.part::name AND NOT g.tgisinternal
    UNION ALL
    SELECT 'policy', jsonb_build_object('there', true,
        'whole', to_jsonb(array_remove(ARRAY[d.made, (SELECT format('COMMENT ON POLICY %I ON %s IS %L', y.polname, asked.written, said.description) FROM pg_description said WHERE said.objoid = y.oid AND said.classoid = 'pg_policy'::regclass AND said.objsubid = 0)], NULL)),
        'was', jsonb_build_object(
            -- A part that was not there cannot be taken away by ALTER.
            'definition', to_jsonb(array_remove(ARRAY[format('DROP POLICY %I ON %s', y.polname, asked.written), d.made,
                (SELECT format('COMMENT ON POLICY %I ON %s IS %L', y.polname, asked.written, said.description) FROM pg_description said WHERE said.objoid = y.oid AND said.classoid = 'pg_policy'::regclass AND said.objsubid = 0)], NULL)),
            'comment', jsonb_build_array(format('COMMENT ON POLICY %I ON %s IS %s', y.polname, asked.written, coalesce(quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = y.oid AND said.classoid = 'pg_policy'::regclass AND said.objsubid = 0)), 'NULL')))))
    FROM pg_policy y
    CROSS JOIN LATERAL (SELECT format('CREATE POLICY %I ON %s%s FOR %s TO %s%s%s', y.polname, asked.written, CASE WHEN y.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END,
           CASE y.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
           (SELECT string_agg(CASE WHEN o = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(o)) END, ', ') FROM unnest(y.polroles) o),
           ' USING (' || pg_get_expr(y.polqual, y.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(y.polwithcheck, y.polrelid) || ')') AS made) d
    WHERE y.polrelid = asked.oid AND y.polname = asked.part::name
    UNION ALL
    SELECT 'rule', jsonb_build_object('there', true,
        'whole', to_jsonb(array_remove(ARRAY[d.made, CASE WHEN w.ev_enabled <> 'O' THEN d.firing END,
            (SELECT format('COMMENT ON RULE %I ON %s IS %L', w.rulename, asked.written, said.description) FROM pg_description said WHERE said.objoid = w.oid AND said.classoid = 'pg_rewrite'::regclass AND said.objsubid = 0)], NULL)),
        'was', jsonb_build_object('definition', jsonb_build_array(regexp_replace(d.made, '^CREATE ', 'CREATE OR REPLACE ')),
            'firing', jsonb_build_array(d.firing),
            'comment', jsonb_build_array(format('COMMENT ON RULE %I ON %s IS %s', w.rulename, asked.written, coalesce(quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = w.oid AND said.classoid = 'pg_rewrite'::regclass AND said.objsubid = 0)), 'NULL')))))
    FROM pg_rewrite w
    CROSS JOIN LATERAL (SELECT rtrim(pg_get_ruledef(w.oid), ';') AS made,
        format('ALTER TABLE %s %s RULE %I', asked.written, CASE w.ev_enabled WHEN 'O' THEN 'ENABLE' WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, w.rulename) AS firing) d
    WHERE w.ev_class = asked.oid AND w.rulename = asked.part::name) p (kind, answer)
WHERE p.kind = asked.kind
