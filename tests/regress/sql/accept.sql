-- Another text of a migration that is applied: what says the same is taken, what says something else is accepted by somebody.
\set state '\\echo SQLSTATE :LAST_ERROR_SQLSTATE'
\pset null -
SET escape_string_warning = off;
CREATE VIEW kept AS SELECT version, what, reason, accepted_by = current_user AS by_us, left(applied, 6) AS applied,
    left(accepted, 6) AS accepted FROM migrate.acceptances ORDER BY accepted_at;
CREATE VIEW stands AS SELECT s.status, s.note, v.ok, v.detail FROM migrate.status() s JOIN migrate.verify() v USING (version);
SELECT status FROM migrate.load(E'CREATE TABLE one (a int, b text DEFAULT ''x''); -- a table\nCREATE INDEX i ON one (a);',
                                '1_one.sql', 'DROP TABLE one;');
SELECT version, status FROM migrate.apply();

-- Comments and layout: no word is needed. Both checksums are kept, and the history has the new one.
SELECT status, detail FROM migrate.load(E'-- The first table.\ncreate table one\n(a int, /* all\nof it */ b text default ''x'');\nCREATE INDEX i ON one (a);;',
                                        '1_one.sql', E'DROP TABLE one; -- bye');
SELECT * FROM stands;
SELECT * FROM kept;
SELECT s.checksum = m.checksum AS same, s.checksum = a.accepted AS accepted
FROM migrate.schema_migrations s JOIN migrate.migrations m USING (version) JOIN migrate.acceptances a USING (version);
SELECT status, detail FROM migrate.load(E'-- The first table.\ncreate table one\n(a int, /* all\nof it */ b text default ''x'');\nCREATE INDEX i ON one (a);;',
                                        '1_one.sql', E'DROP TABLE one; -- bye');
-- What only looks like a comment: in a string, in a quoted name, in a body; and what the parser reads in another way.
SELECT * FROM migrate.load(E'CREATE TABLE one (a int, b text DEFAULT ''x -- y''); -- a table\nCREATE INDEX i ON one (a);', '1_one.sql');
:state
SELECT * FROM migrate.load(E'CREATE TABLE one (a int, b text DEFAULT ''x'');', '1_one.sql');
:state
SELECT * FROM migrate.load(E'CREATE TABLE one (a int, b text DEFAULT ''x''); CREATE INDEX i ON one (b);', '1_one.sql');
:state
SELECT * FROM migrate.load(E'-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TABLE one (a int, b text DEFAULT ''x''); CREATE INDEX i ON one (a);', '1_one.sql');
:state
SELECT status FROM migrate.load($$CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1 -- one'; $$, '2_f.sql');
SELECT status FROM migrate.load($$CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; /* one */ END; $$, '3_g.sql');
SELECT status FROM migrate.load(E'SET standard_conforming_strings = off; SELECT ''a\\'' -- b'';', '4_strings.sql');
SELECT status FROM migrate.load(E'CREATE TABLE rows (a text);\nCOPY rows FROM stdin;\n-- a row\n\\.\n', '5_rows.sql');
SELECT version, status FROM migrate.apply();
SELECT status FROM migrate.load($$CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1 -- two'; $$, '2_f.sql');
:state
SELECT status FROM migrate.load($$CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; -- two
END; $$, '3_g.sql');
SELECT status FROM migrate.load(E'SET standard_conforming_strings = off; SELECT ''a\\'' -- c'';', '4_strings.sql');
:state
SELECT status FROM migrate.load(E'CREATE TABLE rows (a text);\nCOPY rows FROM stdin;\n-- another\n\\.\n', '5_rows.sql');
:state
SELECT status FROM migrate.load(E'CREATE TABLE rows (a text); -- of text\nCOPY rows FROM stdin;\n-- a row\n\\.\n', '5_rows.sql');

-- The way back: added, replaced; never taken away.
SELECT version, detail FROM migrate.rollback(4, dry_run => true);
SELECT status, detail FROM migrate.load($$CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1 -- one'; $$, '2_f.sql', 'DROP FUNCTION nope()');
SELECT status, detail FROM migrate.load($$CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1 -- one'; $$, '2_f.sql', 'DROP FUNCTION f()');
SELECT status, detail FROM migrate.load($$CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1 -- one'; $$, '2_f.sql');
SELECT status, detail FROM migrate.load($$CREATE FUNCTION f() RETURNS int LANGUAGE sql /* in SQL */ AS 'SELECT 1 -- one'; $$, '2_f.sql');
SELECT down FROM migrate.migrations WHERE version = 2;
SELECT version, what FROM kept WHERE version = 2;
SELECT version, status FROM migrate.rollback(4);
SELECT to_regprocedure('f()');
-- Pending again, it is as any other: a text without a down script has none.
SELECT status, detail FROM migrate.load($$CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'; $$, '2_f.sql');
SELECT count(*) FROM migrate.migrations m, migrate.unregister(m.version) WHERE m.version > 1;

-- Something else: the refusal says what to call, with the checksum. First accepted, then loaded.
SELECT * FROM migrate.load('CREATE TABLE one (a bigint, b text);', '1_one.sql', 'DROP TABLE one;');
:state
SELECT * FROM migrate.accept(1, 'a was made bigint by hand');
:state
SELECT * FROM migrate.accept(1, 'a was made bigint by hand', repeat('g', 64));
:state
SELECT status, detail FROM migrate.accept(1, ' a was made bigint by hand ', encode(sha256(convert_to('up', 'UTF8') || '\x00' ||
    convert_to('CREATE TABLE one (a bigint, b text);', 'UTF8') || '\x00' || convert_to('down', 'UTF8') || '\x00' ||
    convert_to('DROP TABLE one;', 'UTF8') || '\x00'), 'hex')) \gset accept_
\echo :accept_status :accept_detail
SELECT * FROM stands;
SELECT status FROM migrate.load('CREATE TABLE one (a numeric, b text);', '1_one.sql', 'DROP TABLE one;');
:state
SELECT status, detail FROM migrate.load('CREATE TABLE one (a bigint, b text);', '1_one.sql', 'DROP TABLE one;');
SELECT * FROM stands;
SELECT * FROM kept WHERE version = 1;
SELECT * FROM migrate.accept(1, 'again');
:state
-- Its comments may change as before, and who has accepted it is still to be seen.
SELECT status, detail FROM migrate.load('CREATE TABLE one (a bigint, b text); -- one', '1_one.sql', 'DROP TABLE one;');
SELECT * FROM stands;
-- Applied anew it is what ran.
SELECT version, status FROM migrate.rollback();
SELECT version, status FROM migrate.apply();
SELECT * FROM stands;

-- What did not run tells nothing of the way back.
SELECT status FROM migrate.load('CREATE TABLE two (a int);', '2_two.sql');
SELECT version, status FROM migrate.apply();
UPDATE migrate.migrations SET (up, checksum, fingerprint) = (SELECT t, h, h FROM (VALUES ('CREATE TABLE two (a int, b int);')) v (t),
    encode(sha256(convert_to('up', 'UTF8') || '\x00' || convert_to(t, 'UTF8') || '\x00'), 'hex') h) WHERE version = 2;
SELECT status, note FROM migrate.status() WHERE version = 2;
SELECT * FROM migrate.rollback();
:state
SELECT status, detail FROM migrate.accept(2, 'b came later');
SELECT status, note FROM migrate.status() WHERE version = 2;
SELECT * FROM migrate.rollback();
:state
SELECT status, detail FROM migrate.load('CREATE TABLE two (a int, b int);', '2_two.sql', 'DROP TABLE two;');
SELECT version, status FROM migrate.rollback();

-- What cannot be accepted.
SELECT * FROM migrate.accept(2, 'pending');
:state
SELECT * FROM migrate.accept(1, ' ');
:state
SELECT * FROM migrate.accept(1, E'two\nlines');
:state
SELECT * FROM migrate.accept(1, NULL);
:state
SELECT status FROM migrate.record_migration(9, 'By hand');
SELECT * FROM migrate.accept(9, 'unknown');
:state

-- Who may: whoever may register. What he loads has him as its registrant, and is his to be trusted.
CREATE ROLE regress_accept;
GRANT USAGE ON SCHEMA migrate TO regress_accept;
GRANT EXECUTE ON FUNCTION migrate.accept, migrate.load TO regress_accept;
SET ROLE regress_accept;
SELECT * FROM migrate.accept(1, 'mine');
:state
SELECT status, detail FROM migrate.load('CREATE TABLE one (a bigint, b text);', '1_one.sql', 'DROP TABLE one CASCADE;');
RESET ROLE;
SELECT * FROM kept WHERE NOT by_us;
SELECT registered_by FROM migrate.migrations WHERE version = 1;
SELECT version FROM migrate.remove_migration(9);
SELECT version, status FROM migrate.rollback();
:state
DROP OWNED BY regress_accept;
DROP ROLE regress_accept;
