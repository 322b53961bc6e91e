-- What goes with an object by DROP ... CASCADE besides its own parts. $1 is the catalog, $2 the object, $3 the number of a column,
-- 0 for the whole. For each the kind that can be made again (relation, constraint, routine), or what it is.
WITH RECURSIVE own (oid) AS (
    SELECT $2::oid WHERE $1::regclass = 'pg_class'::regclass AND $3 = 0
    UNION
    SELECT h.inhrelid FROM own o JOIN pg_inherits h ON h.inhparent = o.oid JOIN pg_class c ON c.oid = h.inhrelid AND c.relispartition
),
gone (classid, objid, objsubid, depth) AS (
    SELECT $1::oid, $2::oid, $3::int, 0
    UNION
    SELECT 'pg_class'::regclass, o.oid, 0, 0 FROM own o
    UNION
    SELECT n.classid, n.objid, n.objsubid, g.depth + 1
    FROM gone g
    JOIN pg_depend d ON d.refclassid = g.classid AND d.refobjid = g.objid AND (g.objsubid = 0 OR d.refobjsubid = g.objsubid)
                    AND d.deptype IN ('n', 'a', 'i', 'P', 'S')
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    LEFT JOIN pg_class wc ON wc.oid = w.ev_class AND w.rulename = '_RETURN'
    CROSS JOIN LATERAL (SELECT CASE WHEN wc.oid IS NULL THEN d.classid ELSE 'pg_class'::regclass::oid END,
                               coalesce(wc.oid, d.objid), CASE WHEN wc.oid IS NULL THEN d.objsubid ELSE 0 END) n (classid, objid, objsubid)
    WHERE g.depth < 20
),
held AS (
    SELECT g.classid, g.objid, max(g.depth) AS depth, max(g.objsubid) AS objsubid,
           coalesce((SELECT k.conrelid FROM pg_constraint k WHERE g.classid = 'pg_constraint'::regclass AND k.oid = g.objid),
                    (SELECT x.adrelid FROM pg_attrdef x WHERE g.classid = 'pg_attrdef'::regclass AND x.oid = g.objid),
                    (SELECT x.tgrelid FROM pg_trigger x WHERE g.classid = 'pg_trigger'::regclass AND x.oid = g.objid),
                    (SELECT x.polrelid FROM pg_policy x WHERE g.classid = 'pg_policy'::regclass AND x.oid = g.objid),
                    (SELECT x.ev_class FROM pg_rewrite x WHERE g.classid = 'pg_rewrite'::regclass AND x.oid = g.objid),
                    (SELECT x.indrelid FROM pg_index x WHERE g.classid = 'pg_class'::regclass AND x.indexrelid = g.objid),
                    (SELECT x.stxrelid FROM pg_statistic_ext x WHERE g.classid = 'pg_statistic_ext'::regclass AND x.oid = g.objid),
                    (SELECT x.prrelid FROM pg_publication_rel x WHERE g.classid = 'pg_publication_rel'::regclass AND x.oid = g.objid),
                    (SELECT coalesce(nullif(x.typrelid, 0), nullif(e.typrelid, 0)) FROM pg_type x LEFT JOIN pg_type e ON e.oid = x.typelem
                     WHERE g.classid = 'pg_type'::regclass AND x.oid = g.objid),
                    (SELECT d.refobjid FROM pg_depend d WHERE g.classid = 'pg_class'::regclass AND d.classid = g.classid AND d.objid = g.objid
                       AND d.deptype IN ('a', 'i') AND d.refclassid = g.classid AND d.refobjid <> g.objid LIMIT 1),
                    CASE WHEN g.classid = 'pg_class'::regclass THEN g.objid END) AS holder
    FROM gone g GROUP BY g.classid, g.objid
),
views AS (SELECT h.objid, h.depth FROM held h JOIN pg_class c ON c.oid = h.objid WHERE h.classid = 'pg_class'::regclass AND c.relkind IN ('v', 'm') AND h.objid <> $2)
SELECT x.kind, x.oid, x.described FROM (
    SELECT 'relation', v.objid, '', v.depth FROM views v
    UNION ALL
    -- Its own table's, which the server makes of it.
    SELECT 'column', a.attrelid, a.attname::text, 0 FROM held h JOIN pg_attrdef x ON h.classid = 'pg_attrdef'::regclass AND x.oid = h.objid
    JOIN pg_attribute a ON a.attrelid = x.adrelid AND a.attnum = x.adnum
    WHERE $3 > 0 AND x.adrelid = $2 AND x.adnum <> $3 AND a.attgenerated <> ''
    UNION ALL
    SELECT 'constraint', k.oid, '', 1000 FROM held h JOIN pg_constraint k ON h.classid = 'pg_constraint'::regclass AND k.oid = h.objid
    WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid NOT IN (SELECT oid FROM own) AND NOT ($1::regclass = 'pg_constraint'::regclass AND k.oid = $2)
      AND NOT ($3 > 0 AND k.conrelid = $2 AND $3 = ANY (k.conkey))
    UNION ALL
    SELECT 'routine', h.objid, '', 500 FROM held h WHERE h.classid = 'pg_proc'::regclass AND NOT ($1::regclass = 'pg_proc'::regclass AND h.objid = $2)
    UNION ALL
    SELECT 'trigger', h.objid, '', 900 FROM held h JOIN pg_trigger g ON h.classid = 'pg_trigger'::regclass AND g.oid = h.objid
    WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgrelid <> $2
      -- Those of a table or view that is made again come with it.
      AND g.tgrelid NOT IN (SELECT oid FROM own UNION SELECT objid FROM views)
    UNION ALL
    SELECT 'other', h.objid, pg_describe_object(h.classid, h.objid, h.objsubid), 2000 FROM held h
    WHERE NOT (h.classid = $1 AND h.objid = $2)
      AND coalesce(h.holder, 0) NOT IN (SELECT oid FROM own UNION SELECT objid FROM views UNION SELECT $2 WHERE $1::regclass = 'pg_class'::regclass)
      AND NOT EXISTS (SELECT FROM pg_class tc WHERE h.classid = 'pg_class'::regclass AND tc.oid = h.objid AND tc.relnamespace = 'pg_toast'::regnamespace)
      AND h.classid NOT IN ('pg_proc'::regclass, 'pg_constraint'::regclass)
      AND NOT (h.classid = 'pg_trigger'::regclass)
      -- The array type of a type, and what belongs to it.
      AND NOT (h.classid = 'pg_type'::regclass AND EXISTS (SELECT FROM pg_type t WHERE t.oid = h.objid AND (t.typelem = $2 OR t.typrelid = $2
               OR EXISTS (SELECT FROM pg_range r WHERE r.rngtypid = $2 AND t.oid = r.rngmultitypid))))
      AND NOT ($1::regclass = 'pg_type'::regclass AND h.classid = 'pg_class'::regclass AND EXISTS (SELECT FROM pg_type t WHERE t.oid = $2 AND t.typrelid = h.objid))) x (kind, oid, described, depth)
ORDER BY x.depth, x.oid
