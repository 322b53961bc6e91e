-- What statements have touched ($1: catalogs, $2: numbers in them, $3: whose statements, $4: whether those have changed names),
-- with what else is another by that. pg_database stands for all of a schema that has grants of its own.
WITH given AS (
    SELECT t.class, t.oid, t.place, t.renamed FROM unnest($1, $2, $3, $4) t (class, oid, place, renamed)
    UNION SELECT 'pg_class'::regclass, c.oid, t.place, t.renamed FROM unnest($1, $2, $3, $4) t (class, oid, place, renamed)
          JOIN pg_class c ON c.relnamespace = t.oid AND c.relacl IS NOT NULL WHERE t.class = 'pg_database'::regclass
    UNION SELECT 'pg_proc'::regclass, p.oid, t.place, t.renamed FROM unnest($1, $2, $3, $4) t (class, oid, place, renamed)
          JOIN pg_proc p ON p.pronamespace = t.oid AND p.proacl IS NOT NULL WHERE t.class = 'pg_database'::regclass
), naming AS (
    -- Where names have changed, the texts of what depends on them are others: of a schema, what is in it, and what depends
    -- on that.
    SELECT d.classid, d.objid, g.place FROM given g JOIN pg_depend d ON d.refclassid = g.class AND d.refobjid = g.oid WHERE g.renamed
)
SELECT g.class, g.oid, g.place FROM given g
UNION SELECT n.classid, n.objid, n.place FROM naming n
UNION SELECT d.classid, d.objid, n.place FROM naming n JOIN pg_depend d ON d.refclassid = n.classid AND d.refobjid = n.objid
