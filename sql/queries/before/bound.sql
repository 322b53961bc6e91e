-- What must go before a type is made anew, besides the columns of tables that are of it, and is made again behind it. $1 is the
-- type. A row for each: its kind, itself, the statement that drops it and those that make it again where they are known here, and
-- its description; what others depend on comes first. Run under pinned settings.
WITH RECURSIVE ty AS (SELECT t.oid, t.typarray FROM pg_type t WHERE t.oid = $1),
col AS (
    SELECT a.attrelid, a.attnum FROM ty JOIN pg_attribute a ON a.atttypid IN (ty.oid, ty.typarray)
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p') WHERE a.attnum > 0 AND NOT a.attisdropped
),
gone (classid, objid, objsubid, depth) AS (
    SELECT 'pg_type'::regclass::oid, t.oid, 0, 0 FROM ty, LATERAL (VALUES (ty.oid), (ty.typarray)) t (oid)
    UNION
    -- Statistics, keys and plain indexes of a column follow it.
    SELECT 'pg_class'::regclass, col.attrelid, col.attnum::int, 0 FROM col
    UNION
    SELECT n.classid, n.objid, n.objsubid, g.depth + 1
    FROM gone g
    JOIN pg_depend d ON d.refclassid = g.classid AND d.refobjid = g.objid AND (g.objsubid = 0 OR d.refobjsubid = g.objsubid) AND d.deptype IN ('n', 'a', 'i')
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    LEFT JOIN pg_class wc ON wc.oid = w.ev_class AND w.rulename = '_RETURN'
    CROSS JOIN LATERAL (SELECT CASE WHEN wc.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass::oid END,
                               coalesce(wc.oid, d.objid), CASE WHEN wc.oid IS NULL THEN d.objsubid ELSE 0 END) n (classid, objid, objsubid)
    WHERE g.depth < 20
      -- Of a column's own: only what names the type, or what the server does not follow.
      AND NOT (g.classid = 'pg_class'::regclass AND g.objsubid > 0 AND g.depth = 0
               AND d.classid IN ('pg_class'::regclass, 'pg_constraint'::regclass, 'pg_attrdef'::regclass, 'pg_statistic_ext'::regclass))
      AND NOT (n.classid = 'pg_class'::regclass AND n.objsubid > 0)
      AND d.classid NOT IN ('pg_attrdef'::regclass)
),
held AS (SELECT g.classid, g.objid, max(g.depth) AS depth FROM gone g WHERE g.depth > 0 GROUP BY g.classid, g.objid)
SELECT x.kind, x.oid, x.dropped, x.made, pg_describe_object(x.classid, x.oid, 0) FROM (
    SELECT h.classid, 'relation', h.objid, h.depth, format('DROP %sVIEW IF EXISTS %s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END, c.oid::regclass), NULL::text[]
    FROM held h JOIN pg_class c ON c.oid = h.objid AND c.relkind IN ('v', 'm') WHERE h.classid = 'pg_class'::regclass
    UNION ALL
    SELECT h.classid, 'index', h.objid, h.depth, format('DROP INDEX IF EXISTS %s', c.oid::regclass),
           array_remove(ARRAY[pg_get_indexdef(c.oid), format('COMMENT ON INDEX %s IS ', c.oid::regclass) || quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = c.oid AND said.classoid = 'pg_class'::regclass AND said.objsubid = 0))], NULL)
    FROM held h JOIN pg_class c ON c.oid = h.objid AND c.relkind IN ('i', 'I') AND NOT c.relispartition
    WHERE h.classid = 'pg_class'::regclass AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))
      AND NOT EXISTS (SELECT FROM pg_index i JOIN held v ON v.classid = 'pg_class'::regclass AND v.objid = i.indrelid WHERE i.indexrelid = c.oid)
    UNION ALL
    SELECT h.classid, 'routine', h.objid, h.depth, format('DROP %s IF EXISTS %s', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.oid::regprocedure), NULL
    FROM held h JOIN pg_proc p ON p.oid = h.objid AND p.prokind IN ('f', 'p') WHERE h.classid = 'pg_proc'::regclass
    UNION ALL
    SELECT h.classid, 'constraint', h.objid, h.depth, format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', k.conrelid::regclass, k.conname),
           array_remove(ARRAY[format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)),
               format('COMMENT ON CONSTRAINT %I ON %s IS ', k.conname, k.conrelid::regclass) || quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = k.oid AND said.classoid = 'pg_constraint'::regclass AND said.objsubid = 0))], NULL)
    FROM held h JOIN pg_constraint k ON k.oid = h.objid AND k.contype = 'c' AND k.conrelid <> 0 AND k.coninhcount = 0 WHERE h.classid = 'pg_constraint'::regclass
    UNION ALL
    SELECT h.classid, 'trigger', h.objid, h.depth, format('DROP TRIGGER IF EXISTS %I ON %s', g.tgname, g.tgrelid::regclass),
           array_remove(ARRAY[pg_get_triggerdef(g.oid), format('COMMENT ON TRIGGER %I ON %s IS ', g.tgname, g.tgrelid::regclass) || quote_literal((SELECT said.description FROM pg_description said WHERE said.objoid = g.oid AND said.classoid = 'pg_trigger'::regclass AND said.objsubid = 0))], NULL)
    FROM held h JOIN pg_trigger g ON g.oid = h.objid AND NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgenabled = 'O' WHERE h.classid = 'pg_trigger'::regclass
    UNION ALL
    SELECT h.classid, 'other', h.objid, h.depth, NULL, NULL FROM held h
    WHERE NOT (h.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_class c WHERE c.oid = h.objid AND (c.relkind IN ('v', 'm') OR c.relkind IN ('i', 'I') AND NOT c.relispartition
               AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')))))
      AND NOT (h.classid = 'pg_proc'::regclass AND EXISTS (SELECT FROM pg_proc p WHERE p.oid = h.objid AND p.prokind IN ('f', 'p')))
      AND NOT (h.classid = 'pg_constraint'::regclass AND EXISTS (SELECT FROM pg_constraint k WHERE k.oid = h.objid AND k.contype = 'c' AND k.conrelid <> 0 AND k.coninhcount = 0))
      AND NOT (h.classid = 'pg_trigger'::regclass AND EXISTS (SELECT FROM pg_trigger g WHERE g.oid = h.objid AND NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgenabled = 'O'))
      -- The array type, and what belongs to a view.
      AND NOT (h.classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem WHERE t.oid = h.objid
               AND (h.objid IN (SELECT ty.typarray FROM ty) OR coalesce(nullif(t.typrelid, 0), nullif(e.typrelid, 0)) IN (SELECT v.objid FROM held v WHERE v.classid = 'pg_class'::regclass))))
      AND NOT (h.classid = 'pg_rewrite'::regclass AND EXISTS (SELECT FROM pg_rewrite w JOIN held v ON v.classid = 'pg_class'::regclass AND v.objid = w.ev_class WHERE w.oid = h.objid))
) x (classid, kind, oid, depth, dropped, made)
ORDER BY x.depth, x.oid
