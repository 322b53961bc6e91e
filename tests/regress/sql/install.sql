-- What CREATE EXTENSION makes: every object, its arguments, its comment, and nothing for PUBLIC. And where it
-- refuses to be made.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -

SELECT extname, nspname AS schema, extrelocatable, extversion ~ '^\d+\.\d+\.\d+$' AS is_a_version
FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'migrate_ext';

\pset format unaligned
-- Functions and procedures: arguments, then results. The arguments are the contract.
SELECT proname AS routine, prokind AS kind, pg_get_function_arguments(oid) AS arguments
FROM pg_proc WHERE pronamespace = 'migrate'::regnamespace ORDER BY proname, pg_get_function_arguments(oid);
SELECT proname AS routine, pg_get_function_result(oid) AS result
FROM pg_proc WHERE pronamespace = 'migrate'::regnamespace AND prokind = 'f' ORDER BY proname;
-- None runs with its owner's rights as far as the server knows, but for migrate.note_ddl, which event triggers alone can call;
-- and none claims to be safe in parallel workers.
SELECT prosecdef, proparallel, provolatile, count(*) FROM pg_proc
WHERE pronamespace = 'migrate'::regnamespace GROUP BY 1, 2, 3;

SELECT relkind AS kind, relname AS relation, string_agg(attname, ', ' ORDER BY attnum) AS columns
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
WHERE relnamespace = 'migrate'::regnamespace AND relkind IN ('r', 'v', 'S') GROUP BY 1, 2 ORDER BY 1, 2;
\pset format aligned
-- The six columns of the guide.
SELECT attname, format_type(atttypid, atttypmod) AS type, attnotnull
FROM pg_attribute WHERE attrelid = 'migrate.schema_migrations'::regclass AND attnum > 0 ORDER BY attnum;
-- What pg_dump keeps.
SELECT dumped::regclass FROM pg_extension, unnest(extconfig) dumped WHERE extname = 'migrate_ext'
ORDER BY dumped::regclass::text;

-- Whatever lies in the schema belongs to the extension.
SELECT c.oid::regclass FROM pg_class c
WHERE relnamespace = 'migrate'::regnamespace AND relkind IN ('r', 'v', 'S')
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e');

-- PUBLIC has nothing: no schema, table, view, sequence, function or procedure.
SELECT what, acl.privilege_type FROM (
    SELECT 'schema ' || nspname AS what, coalesce(nspacl, acldefault('n', nspowner)) AS acl
    FROM pg_namespace WHERE nspname = 'migrate'
    UNION ALL
    SELECT oid::regclass::text, coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, relowner))
    FROM pg_class WHERE relnamespace = 'migrate'::regnamespace AND relkind IN ('r', 'v', 'S')
    UNION ALL
    SELECT oid::regprocedure::text, coalesce(proacl, acldefault('f', proowner))
    FROM pg_proc WHERE pronamespace = 'migrate'::regnamespace) objects, aclexplode(objects.acl) acl
WHERE acl.grantee = 0;

-- Everything says what it is: routines, tables, views and their columns. Nothing is listed here.
SELECT oid::regprocedure AS uncommented FROM pg_proc
WHERE pronamespace = 'migrate'::regnamespace AND obj_description(oid, 'pg_proc') IS NULL;
SELECT attrelid::regclass AS uncommented, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'migrate'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0
  AND (obj_description(attrelid, 'pg_class') IS NULL OR col_description(attrelid, attnum) IS NULL);
SELECT obj_description('migrate'::regnamespace, 'pg_namespace') IS NOT NULL AS schema_has_comment,
       obj_description(oid, 'pg_extension') IS NOT NULL AS extension_has_comment
FROM pg_extension WHERE extname = 'migrate_ext';

-- It goes without a trace, and comes back empty.
SELECT migrate.create('Kept only while the extension is', up => 'SELECT 1', version => 1);
DROP EXTENSION migrate_ext;
SELECT to_regnamespace('migrate') AS schema_after_drop;

-- A schema of that name could hold somebody's objects: it is not taken over.
-- From PostgreSQL 18 on the server tells the place in the install script, too.
\set SHOW_CONTEXT never
CREATE SCHEMA migrate;
CREATE EXTENSION migrate_ext;
:state
DROP SCHEMA migrate;
CREATE EXTENSION migrate_ext SCHEMA public;
:state
CREATE EXTENSION migrate_ext;
SELECT count(*) FROM migrate.status();

-- Texts are UTF-8: a database of another encoding is refused.
CREATE DATABASE regress_install_latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
\c regress_install_latin1
CREATE EXTENSION migrate_ext;
:state
\c regress_install
DROP DATABASE regress_install_latin1;
-- Each table has a key: without one the server refuses UPDATE and DELETE where it is published.
SELECT c.oid::regclass FROM pg_class c
WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary);
