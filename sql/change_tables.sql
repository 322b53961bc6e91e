-- Which table an online change is about. Neither number nor name alone can tell: tables are renamed and moved, and in a
-- database that was restored from a dump a number is another table's. So from its first transaction to its last a change has
-- a mark on its table: a trigger of migrate.mark() with the change's token as its argument. CREATE EXTENSION runs this with
-- search_path pg_catalog, so names and operators are the server's.

-- It is not dumped: what is restored from a dump is another database, where the numbers of tables mean nothing.
CREATE TABLE migrate.home (
    id uuid PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid()
);
INSERT INTO migrate.home DEFAULT VALUES;

COMMENT ON TABLE migrate.home IS 'which database this is; one that is restored from a dump is another';
COMMENT ON COLUMN migrate.home.id IS 'made by CREATE EXTENSION';

CREATE VIEW migrate.change_tables AS
WITH marks AS MATERIALIZED (
    -- As the server has them: an argument, and a zero byte.
    SELECT encode(g.tgargs, 'escape') AS arguments, array_agg(g.tgrelid ORDER BY g.tgrelid) AS tables
    FROM pg_proc p
    JOIN pg_depend d ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid AND d.classid = 'pg_trigger'::regclass
    JOIN pg_trigger g ON g.oid = d.objid AND g.tgfoid = p.oid
    WHERE p.pronamespace = 'migrate'::regnamespace AND p.proname = 'mark' AND p.pronargs = 0
    GROUP BY 1)
SELECT c.id,
       CASE
           -- In its own database the number is right as long as there is such a table, whatever is marked.
           WHEN own.oid IS NOT NULL THEN own.oid
           WHEN is_open AND cardinality(m.tables) = 1 THEN m.tables[1]
           WHEN is_open AND cardinality(m.tables) > 1 THEN NULL
           -- It is gone, or nothing tells which it is: another table may have got its name.
           WHEN c.home = (SELECT h.id FROM migrate.home h)
             OR c.state IN ('backfilling', 'verifying', 'ready', 'contracting', 'grace') THEN NULL
           -- Nothing is made for it yet, or nothing is left of it.
           ELSE named.oid
       END AS table_oid,
       CASE WHEN is_open AND cardinality(m.tables) > 1 AND own.oid IS NULL
            THEN m.tables END AS marked,
       -- A trigger that notes writes to it goes by its number: it may have been renamed.
       CASE WHEN c.kind = 'drop_column' AND is_open THEN coalesce((
           SELECT min(a.attname)
           FROM pg_trigger g
           JOIN pg_proc p ON p.oid = g.tgfoid AND p.pronamespace = 'migrate'::regnamespace AND p.proname = 'note_write'
           JOIN pg_depend d ON d.classid = 'pg_trigger'::regclass AND d.objid = g.oid
                           AND d.refclassid = 'pg_class'::regclass AND d.refobjid = g.tgrelid AND d.refobjsubid > 0
           JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = d.refobjsubid AND NOT a.attisdropped
           WHERE g.tgrelid = CASE WHEN own.oid IS NOT NULL THEN own.oid
                                  WHEN cardinality(m.tables) = 1 THEN m.tables[1] END
             AND encode(g.tgargs, 'escape') = c.token || E'\\000'), c.new_columns[1])
       END AS hidden_column
FROM migrate.change_records c
CROSS JOIN LATERAL (SELECT c.state NOT IN ('done', 'aborted', 'undone') AS is_open) s
LEFT JOIN marks m ON m.arguments = c.token || E'\\000'
LEFT JOIN pg_class own ON c.home = (SELECT h.id FROM migrate.home h) AND own.oid = c.table_oid AND own.relkind IN ('r', 'p')
LEFT JOIN pg_namespace n ON n.nspname = c.table_schema
LEFT JOIN pg_class named ON named.relnamespace = n.oid AND named.relname = c.table_name AND named.relkind IN ('r', 'p');

COMMENT ON VIEW migrate.change_tables IS 'which table each online change is about, whatever it is called by now';
COMMENT ON COLUMN migrate.change_tables.id IS 'number of the change';
COMMENT ON COLUMN migrate.change_tables.table_oid IS 'its table; NULL where it is gone, or more than one has its mark';
COMMENT ON COLUMN migrate.change_tables.marked IS 'tables that have its mark, where nothing tells which is its own';
COMMENT ON COLUMN migrate.change_tables.hidden_column IS 'name that the hidden column has now, where one is hidden';
