-- To what the objects belong that statements have touched ($1: catalogs, $2: numbers in them, $3: whose statements, $4: whether
-- those have changed names), as `catalog::objects` reads them. A part `{if class: …}` is there where one of such a class was
-- touched. pg_database stands for all of a schema that has grants of its own. What was recorded says what an object belonged to that is gone.
WITH given AS (
    SELECT t.class, t.oid, t.place, t.renamed FROM unnest($1, $2, $3, $4) t (class, oid, place, renamed)
{if pg_database: UNION SELECT 'pg_class'::regclass, c.oid, t.place, t.renamed FROM unnest($1, $2, $3, $4) t (class, oid, place, renamed)
          JOIN pg_class c ON c.relnamespace = t.oid AND c.relacl IS NOT NULL WHERE t.class = 'pg_database'::regclass
    UNION SELECT 'pg_proc'::regclass, p.oid, t.place, t.renamed FROM unnest($1, $2, $3, $4) t (class, oid, place, renamed)
          JOIN pg_proc p ON p.pronamespace = t.oid AND p.proacl IS NOT NULL WHERE t.class = 'pg_database'::regclass}
), naming AS (
    -- Where names have changed, the texts of what depends on them are others: of a schema, what is in it, and what depends
    -- on that.
    SELECT d.classid, d.objid, g.place FROM given g JOIN pg_depend d ON d.refclassid = g.class AND d.refobjid = g.oid WHERE g.renamed
), touched AS (
    SELECT g.class, g.oid, g.place FROM given g
    UNION SELECT n.classid, n.objid, n.place FROM naming n
    UNION SELECT d.classid, d.objid, n.place FROM naming n JOIN pg_depend d ON d.refclassid = n.classid AND d.refobjid = n.objid
), relations (oid, place) AS (
    -- An index, what an inheritance or a foreign table is about, go by the number of a relation.
    SELECT t.oid, t.place FROM touched t
    WHERE t.class IN ('pg_class'::regclass, 'pg_index'::regclass, 'pg_inherits'::regclass, 'pg_foreign_table'::regclass)
{if pg_constraint: UNION SELECT k.conrelid, t.place FROM touched t JOIN pg_constraint k ON k.oid = t.oid WHERE t.class = 'pg_constraint'::regclass}
{if pg_trigger: UNION SELECT g.tgrelid, t.place FROM touched t JOIN pg_trigger g ON g.oid = t.oid
          WHERE t.class = 'pg_trigger'::regclass AND NOT g.tgisinternal}
{if pg_rewrite: UNION SELECT r.ev_class, t.place FROM touched t JOIN pg_rewrite r ON r.oid = t.oid WHERE t.class = 'pg_rewrite'::regclass}
{if pg_policy: UNION SELECT p.polrelid, t.place FROM touched t JOIN pg_policy p ON p.oid = t.oid WHERE t.class = 'pg_policy'::regclass}
{if pg_attrdef: UNION SELECT f.adrelid, t.place FROM touched t JOIN pg_attrdef f ON f.oid = t.oid WHERE t.class = 'pg_attrdef'::regclass}
{if pg_statistic_ext: UNION SELECT s.stxrelid, t.place FROM touched t JOIN pg_statistic_ext s ON s.oid = t.oid
          WHERE t.class = 'pg_statistic_ext'::regclass}
), types (oid, place) AS (
    SELECT t.oid, t.place FROM touched t WHERE t.class = 'pg_type'::regclass
{if pg_constraint: UNION SELECT k.contypid, t.place FROM touched t JOIN pg_constraint k ON k.oid = t.oid WHERE t.class = 'pg_constraint'::regclass}
    UNION SELECT c.reltype, r.place FROM relations r JOIN pg_class c ON c.oid = r.oid AND c.relkind = 'c'
), found (class, oid, namespace, place) AS (
    SELECT 'pg_class', c.oid, c.relnamespace, r.place
    FROM relations r LEFT JOIN pg_index i ON i.indexrelid = r.oid JOIN pg_class c ON c.oid = coalesce(i.indrelid, r.oid)
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    UNION SELECT 'pg_type', y.oid, y.typnamespace, t.place FROM types t JOIN pg_type y ON y.oid = t.oid
          LEFT JOIN pg_class c ON c.oid = y.typrelid WHERE y.typcategory <> 'A' AND (c.oid IS NULL OR c.relkind = 'c')
{if pg_proc: UNION SELECT 'pg_proc', p.oid, p.pronamespace, t.place FROM touched t JOIN pg_proc p ON p.oid = t.oid
          WHERE t.class = 'pg_proc'::regclass}
{if pg_namespace: UNION SELECT 'pg_namespace', n.oid, n.oid, t.place FROM touched t JOIN pg_namespace n ON n.oid = t.oid
          WHERE t.class = 'pg_namespace'::regclass}
{if pg_default_acl: UNION SELECT 'pg_namespace', a.defaclnamespace, a.defaclnamespace, t.place FROM touched t JOIN pg_default_acl a ON a.oid = t.oid
          WHERE t.class = 'pg_default_acl'::regclass}
{if pg_collation: UNION SELECT 'pg_collation', l.oid, l.collnamespace, t.place FROM touched t JOIN pg_collation l ON l.oid = t.oid
          WHERE t.class = 'pg_collation'::regclass}
{if pg_operator: UNION SELECT 'pg_operator', o.oid, o.oprnamespace, t.place FROM touched t JOIN pg_operator o ON o.oid = t.oid
          WHERE t.class = 'pg_operator'::regclass}
{if pg_ts_dict: UNION SELECT 'pg_ts_dict', d.oid, d.dictnamespace, t.place FROM touched t JOIN pg_ts_dict d ON d.oid = t.oid
          WHERE t.class = 'pg_ts_dict'::regclass}
{if pg_ts_config: UNION SELECT 'pg_ts_config', f.oid, f.cfgnamespace, t.place FROM touched t JOIN pg_ts_config f ON f.oid = t.oid
          WHERE t.class = 'pg_ts_config'::regclass}
)
SELECT f.class, f.oid, f.place FROM found f JOIN pg_namespace n ON n.oid = f.namespace WHERE {users}
UNION
SELECT r.base_class, r.base_oid, t.place FROM touched t JOIN ({recorded}) r ON r.class = t.class::regclass::text AND r.oid = t.oid
