-- To what the objects belong that statements have touched ($1: catalogs, $2: numbers in them), as `catalog::objects` reads
-- them. A part `{if class: …}` is there where one of such a class was touched. pg_database stands for all of a schema that has grants of its own. What was recorded says what an object belonged to that is gone.
WITH given AS (
    SELECT t.class, t.oid FROM unnest($1, $2) t (class, oid)
{if pg_database: UNION SELECT 'pg_class'::regclass, c.oid FROM unnest($1, $2) t (class, oid)
          JOIN pg_class c ON c.relnamespace = t.oid AND c.relacl IS NOT NULL WHERE t.class = 'pg_database'::regclass
    UNION SELECT 'pg_proc'::regclass, p.oid FROM unnest($1, $2) t (class, oid)
          JOIN pg_proc p ON p.pronamespace = t.oid AND p.proacl IS NOT NULL WHERE t.class = 'pg_database'::regclass}
), naming AS (
    -- Where names have changed, the texts of what depends on them are others: of a schema, what is in it, and what depends
    -- on that.
    SELECT d.classid, d.objid FROM given g JOIN pg_depend d ON d.refclassid = g.class AND d.refobjid = g.oid WHERE $3
), touched AS (
    SELECT g.class, g.oid FROM given g
    UNION SELECT n.classid, n.objid FROM naming n
    UNION SELECT d.classid, d.objid FROM naming n JOIN pg_depend d ON d.refclassid = n.classid AND d.refobjid = n.objid
), relations (oid) AS (
    -- An index, what an inheritance or a foreign table is about, go by the number of a relation.
    SELECT t.oid FROM touched t
    WHERE t.class IN ('pg_class'::regclass, 'pg_index'::regclass, 'pg_inherits'::regclass, 'pg_foreign_table'::regclass)
{if pg_constraint: UNION SELECT k.conrelid FROM touched t JOIN pg_constraint k ON k.oid = t.oid WHERE t.class = 'pg_constraint'::regclass}
{if pg_trigger: UNION SELECT g.tgrelid FROM touched t JOIN pg_trigger g ON g.oid = t.oid
          WHERE t.class = 'pg_trigger'::regclass AND NOT g.tgisinternal}
{if pg_rewrite: UNION SELECT r.ev_class FROM touched t JOIN pg_rewrite r ON r.oid = t.oid WHERE t.class = 'pg_rewrite'::regclass}
{if pg_policy: UNION SELECT p.polrelid FROM touched t JOIN pg_policy p ON p.oid = t.oid WHERE t.class = 'pg_policy'::regclass}
{if pg_attrdef: UNION SELECT f.adrelid FROM touched t JOIN pg_attrdef f ON f.oid = t.oid WHERE t.class = 'pg_attrdef'::regclass}
{if pg_statistic_ext: UNION SELECT s.stxrelid FROM touched t JOIN pg_statistic_ext s ON s.oid = t.oid
          WHERE t.class = 'pg_statistic_ext'::regclass}
), types (oid) AS (
    SELECT t.oid FROM touched t WHERE t.class = 'pg_type'::regclass
{if pg_constraint: UNION SELECT k.contypid FROM touched t JOIN pg_constraint k ON k.oid = t.oid WHERE t.class = 'pg_constraint'::regclass}
    UNION SELECT c.reltype FROM relations r JOIN pg_class c ON c.oid = r.oid AND c.relkind = 'c'
), found (class, oid, namespace) AS (
    SELECT 'pg_class', c.oid, c.relnamespace
    FROM relations r LEFT JOIN pg_index i ON i.indexrelid = r.oid JOIN pg_class c ON c.oid = coalesce(i.indrelid, r.oid)
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    UNION SELECT 'pg_type', y.oid, y.typnamespace FROM types t JOIN pg_type y ON y.oid = t.oid
          LEFT JOIN pg_class c ON c.oid = y.typrelid WHERE y.typcategory <> 'A' AND (c.oid IS NULL OR c.relkind = 'c')
{if pg_proc: UNION SELECT 'pg_proc', p.oid, p.pronamespace FROM touched t JOIN pg_proc p ON p.oid = t.oid
          WHERE t.class = 'pg_proc'::regclass}
{if pg_namespace: UNION SELECT 'pg_namespace', n.oid, n.oid FROM touched t JOIN pg_namespace n ON n.oid = t.oid
          WHERE t.class = 'pg_namespace'::regclass}
{if pg_default_acl: UNION SELECT 'pg_namespace', a.defaclnamespace, a.defaclnamespace FROM touched t JOIN pg_default_acl a ON a.oid = t.oid
          WHERE t.class = 'pg_default_acl'::regclass}
{if pg_collation: UNION SELECT 'pg_collation', l.oid, l.collnamespace FROM touched t JOIN pg_collation l ON l.oid = t.oid
          WHERE t.class = 'pg_collation'::regclass}
{if pg_operator: UNION SELECT 'pg_operator', o.oid, o.oprnamespace FROM touched t JOIN pg_operator o ON o.oid = t.oid
          WHERE t.class = 'pg_operator'::regclass}
{if pg_ts_dict: UNION SELECT 'pg_ts_dict', d.oid, d.dictnamespace FROM touched t JOIN pg_ts_dict d ON d.oid = t.oid
          WHERE t.class = 'pg_ts_dict'::regclass}
{if pg_ts_config: UNION SELECT 'pg_ts_config', f.oid, f.cfgnamespace FROM touched t JOIN pg_ts_config f ON f.oid = t.oid
          WHERE t.class = 'pg_ts_config'::regclass}
)
SELECT f.class, f.oid FROM found f JOIN pg_namespace n ON n.oid = f.namespace WHERE {users}
UNION
SELECT r.base_class, r.base_oid FROM touched t JOIN ({recorded}) r ON r.class = t.class::regclass::text AND r.oid = t.oid
