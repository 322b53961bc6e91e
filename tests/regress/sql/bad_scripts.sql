-- Scripts that are refused when they are registered, with line and column in the file; and NULL arguments.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -

-- Syntax errors of the server's parser. Line and column are those of the file, in characters, in either section.
SELECT * FROM migrate.load($file$-- Migration: 1
-- Description: Bad up

-- ============================================================================
-- UP MIGRATION
-- ============================================================================

CREATE TABLE t (id int);
ALTER TABEL t ADD COLUMN x int;
$file$);
:state
SELECT * FROM migrate.load($file$-- Migration: 1
-- UP MIGRATION
SELECT 1;

-- DOWN MIGRATION (ROLLBACK)

DROP TABLE a,
  b c;
$file$);
:state
SELECT * FROM migrate.load(E'-- migrate:up\n/* größer */ SELECT ''ö'' FRM t;', '1_x.sql');
:state
SELECT * FROM migrate.load(E'-- migrate:up\r\nSELECT 1;\r\nSELEC 2;\r\n', '1_x.sql');
:state
SELECT migrate.create('x', up => 'SELECT 1', down => E'SELECT 1;\n\nSELECT (');
:state
-- What ends too early is told where it begins or ends.
SELECT migrate.create('x', up => E'SELECT 1;\nSELECT ''open');
:state
SELECT migrate.create('x', up => E'SELECT $a$\n;');
:state
SELECT migrate.create('x', up => E'SELECT "');
:state
SELECT migrate.create('x', up => E'SELECT 1; /* open');
:state
SELECT migrate.create('x', up => E'SELECT ""');
:state
-- An error that comes with a hint of its own.
SELECT migrate.create('x', up => E'SELECT U&''\\+0000''');
:state

-- What only psql understands.
SELECT migrate.create('x', up => E'\\set x 1\nSELECT 1;');
:state
SELECT migrate.create('x', up => E'SELECT 1;\n\\i other.sql\n');
:state
SELECT migrate.create('x', up => E'SELECT 1 \\gset\n');
:state
SELECT migrate.create('x', up => E'SELECT :x;');
:state
SELECT migrate.create('x', up => E'SELECT * FROM :"t";');
:state
SELECT * FROM migrate.load(E'SELECT 1;\n\\copy t FROM \'rows.csv\' CSV\nSELECT 2;', '1_x.sql');
:state
-- A dump of pg_dump --create, of whose meta-commands one is for the server nothing; and one without its first line.
SELECT * FROM migrate.load(E'--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\n\\connect shop\nSET standard_conforming_strings = on;\n', '1_x.sql');
:state
SELECT * FROM migrate.load(E'SET standard_conforming_strings = on;\nCREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n', '1_x.sql');
:state
-- Places behind a change of how strings are read.
SELECT * FROM migrate.load(E'SET standard_conforming_strings = off;\nSELECT ''größe\\'' ''; SELECT größe FRM t;\n', '1_x.sql');
:state
-- Rows for COPY that have no end; COPY from and to the client.
SELECT * FROM migrate.load(E'-- migrate:up\nCREATE TABLE t (a int, b text);\nCOPY t (a, b) FROM stdin;\n1\tone''s\n2\ttwo\n\nSELECT 1;\n', '1_x.sql');
:state
SELECT * FROM migrate.load(E'--\n-- Data for Name: t; Type: TABLE DATA; Schema: public; Owner: ann\n--\n\nCOPY t (a, b) FROM stdin;\n1\tone;\n2\ttwo\n', '1_x.sql');
:state
SELECT migrate.create('x', up => E'SELECT 1;\n  COPY t FROM STDIN;');
:state
SELECT migrate.create('x', up => E'COPY t TO STDOUT');
:state
SELECT migrate.create('x', up => 'SELECT 1', down => E'COPY (SELECT 1) TO STDOUT;');
:state
-- COPY with a file or a program of the server is the server's own business.
SELECT migrate.create('x', up => $$COPY t FROM '/tmp/rows'; COPY t TO PROGRAM 'cat'$$, version => 7);

-- Transactions that don't end, or end elsewhere.
SELECT migrate.create('x', up => E'SELECT 1;\nBEGIN;\nSELECT 2;');
:state
SELECT * FROM migrate.load(E'-- Migration: 1\n-- UP MIGRATION\nSELECT 1;\n-- DOWN MIGRATION\n\nSTART TRANSACTION;\nSELECT 2;');
:state
SELECT migrate.create('x', up => E'BEGIN;\nSELECT 1;\n  PREPARE TRANSACTION ''p'';');
:state
SELECT migrate.create('x', up => E'COMMIT PREPARED ''p''');
:state
SELECT migrate.create('x', up => E'ROLLBACK PREPARED ''p''');
:state

-- Comments alone are a script without statements.
SELECT version, detail FROM migrate.load(E'-- nothing to do\n/* at all */', '8_comments.sql', '-- neither here');
SELECT migrate.create('x', up => ';;', version => 9);
SELECT version, status, detail FROM migrate.apply(dry_run => true) WHERE version > 7;
SELECT version, description FROM migrate.migrations ORDER BY version;

-- NULL for what must be there; NULL for what has a default is as if it were left out.
SELECT migrate.template(NULL);
:state
SELECT migrate.create(NULL);
:state
SELECT * FROM migrate.load(NULL);
:state
SELECT * FROM migrate.load_dir(NULL);
:state
SELECT migrate.is_applied(NULL);
:state
SELECT * FROM migrate.record_migration(NULL);
:state
SELECT * FROM migrate.remove_migration(NULL);
:state
SELECT * FROM migrate.baseline(NULL);
:state
SELECT * FROM migrate.baseline(1, NULL);
:state
SELECT * FROM migrate.cancel(NULL);
:state
SELECT * FROM migrate.resume(NULL);
:state
CALL migrate.wait(NULL);
:state
-- Whether it is a dry run is never left to chance.
SELECT * FROM migrate.apply(dry_run => NULL);
:state
SELECT * FROM migrate.rollback(dry_run => NULL);
:state
CALL migrate.up(dry_run => NULL);
:state
CALL migrate.down(dry_run => NULL);
:state
SELECT version, status, detail FROM migrate.apply(target => NULL, steps => NULL, dry_run => true);
