-- The server's parser splits scripts: what it sees as one statement is one, with its exact text, line and column.
-- Shown by what a job would run (each statement a unit, in a transaction that is rolled back), and by applying.
\set state '\\echo SQLSTATE :SQLSTATE'
\pset null -
CREATE VIEW planned AS
SELECT (s ->> 'number')::int AS number, (s ->> 'line')::int AS line, (s ->> 'column')::int AS col,
       s ->> 'tag' AS tag, s ->> 'text' AS text
FROM migrate.jobs, jsonb_array_elements(plan -> 0 -> 'units') unit,
     jsonb_array_elements(coalesce(unit #> '{transaction,steps}', jsonb_build_array(unit -> 'standalone'))) step,
     LATERAL (SELECT step #> '{action,statement}') statement (s)
ORDER BY 1;

-- Semicolons in strings, identifiers, comments and dollar quotes; comments nest; several statements on a line; empty
-- statements do not count; the last one needs no semicolon.
BEGIN;
SELECT detail FROM migrate.load($file$-- +migrate Up notransaction
SELECT ';' AS a; SELECT 'it''s;' AS b;;  SELECT E'\';' AS "c;""";
/* ; /* nested ; */ -- still a comment ;
*/ SELECT U&'\003B;' AS d, $$;$$ AS e, $q$ $$;$$ ' $q$ AS f; -- behind it; SELECT 0;
SELECT 'two
lines;' AS g -- no end
;
	SELECT 'ü', 1 AS h; SELECT $_ä$;$_ä$ AS i
$file$, '1_split.sql');
SELECT status FROM migrate.apply();
SELECT * FROM planned;
ROLLBACK;

-- Bodies: a dollar-quoted function within a dollar-quoted DO, BEGIN ATOMIC with semicolons, a rule of two commands, a
-- CASE with END in an atomic body, a schema with its elements, COPY without the client.
BEGIN;
SELECT detail FROM migrate.load($file$-- +migrate Up notransaction
DO $do$
BEGIN
    EXECUTE $fn$CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;$fn$;
END;
$do$;
CREATE FUNCTION g(x int) RETURNS int
BEGIN ATOMIC
    SELECT 1;
    SELECT CASE WHEN x > 0 THEN 1 ELSE 0 END;
END;
CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC; END; SELECT 1;
CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM u; NOTIFY v);
CREATE SCHEMA s CREATE TABLE a (i int) CREATE VIEW b AS SELECT 1;
COPY t FROM '/tmp/x' (DELIMITER ';');
$file$, '2_bodies.sql');
SELECT status FROM migrate.apply(2);
SELECT number, line, col, tag, split_part(text, E'\n', 1) AS first_line, right(text, 12) AS end FROM planned;
ROLLBACK;

-- The same kinds of statement applied: in the caller's transaction, all of one unit.
SELECT version, detail FROM migrate.load($file$-- migrate:up
CREATE TABLE split (id int, text text); INSERT INTO split VALUES (1, ';'), (2, $$a;b$$); /* ; */ INSERT INTO split
VALUES (3, E'\';'), (4, U&'\003B'), (5, $q$ $$;$$ $q$);;
CREATE FUNCTION nested() RETURNS text LANGUAGE plpgsql AS $outer$
BEGIN
    EXECUTE $inner$INSERT INTO split VALUES (6, 'from ; inside');$inner$;
    RETURN $$done;$$;
END;
$outer$;
CREATE FUNCTION atomic(x int) RETURNS text
BEGIN ATOMIC
    SELECT 'ignored;';
    SELECT CASE WHEN x > 0 THEN 'positive;' ELSE 'else' END;
END;
INSERT INTO split SELECT 7, nested(); INSERT INTO split VALUES (8, atomic(1)) -- the end
$file$, '3_apply.sql');
SELECT version, status, detail FROM migrate.apply();
SELECT * FROM split ORDER BY id;

-- The session's own settings decide how strings read, as they do when the statement runs.
SET standard_conforming_strings = off;
SET escape_string_warning = off;
SELECT version, detail FROM migrate.load($file$INSERT INTO split VALUES (9, 'a\';b'); INSERT INTO split VALUES (10, 'c')$file$,
                                         '4_backslash.sql');
SELECT version, status, detail FROM migrate.apply();
RESET standard_conforming_strings;
SELECT * FROM split WHERE id > 8 ORDER BY id;
SELECT version, detail FROM migrate.load($file$INSERT INTO split VALUES (9, 'a\';b'); INSERT INTO split VALUES (10, 'c')$file$,
                                         '5_backslash.sql');
:state

-- A place within a statement: line and column of the file, in characters.
SELECT version FROM migrate.load($file$-- Migration: 6
-- UP MIGRATION

SELECT 'größe',
       'ü' || nope
FROM split;
$file$);
SELECT * FROM migrate.apply(6);
:state
