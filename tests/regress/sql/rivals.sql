-- Two files of one version: the second does not replace the first. And what a name may not hold.
\set state '\\echo SQLSTATE :LAST_ERROR_SQLSTATE'
\pset null -
SELECT status FROM migrate.load('CREATE TABLE d_alpha ()', '12_alpha.sql');
SELECT status FROM migrate.load('CREATE TABLE d_beta ()', '12_beta.sql');
:state
SELECT status FROM migrate.load('CREATE TABLE d_beta ()', 'other/12_beta.sql');
SELECT up FROM migrate.migrations;
-- The same file, from wherever; the same description, in whatever writing; the same text under another name.
SELECT status FROM migrate.load('CREATE TABLE d_alpha (id int)', 'db/migrations/12_alpha.sql');
SELECT status FROM migrate.load('CREATE TABLE d_alpha (id int8)', 'V12__Alpha.sql');
SELECT status FROM migrate.load('CREATE TABLE d_alpha (id int4)', '12-alpha.up.sql', 'DROP TABLE d_alpha');
SELECT status FROM migrate.load('CREATE TABLE d_alpha (id int4)', '12_gamma.sql', 'DROP TABLE d_alpha');
SELECT version, description, filename, up FROM migrate.migrations;
-- A header says what it is, whatever the file is called; without a name the description counts.
SELECT status FROM migrate.load(E'-- Migration: 12\n-- Description: New words\n-- UP MIGRATION\nSELECT 1', '12_gamma.sql');
SELECT status FROM migrate.load(E'-- Migration: 12\n-- Description: New words\n-- UP MIGRATION\nSELECT 2');
SELECT status FROM migrate.load(E'-- Migration: 12\n-- Description: Quite others\n-- UP MIGRATION\nSELECT 3');
:state
-- What was made of its parts, and a file.
SELECT migrate.create('Add users', 'SELECT 1', version => 13);
SELECT status FROM migrate.load('SELECT 2', '13_orders.sql');
SELECT status FROM migrate.load('SELECT 2', '13_add_users.sql');
SELECT migrate.create('A draft', version => 14);
SELECT status FROM migrate.load('SELECT 2', '14_another.sql');
SELECT status FROM migrate.load('SELECT 2', '14_a_draft.sql');
-- Applied: nor is one told to roll the first back for the second.
SELECT count(*) FROM migrate.apply();
SELECT status FROM migrate.load('SELECT 5', '13_orders.sql');
:state
SELECT status FROM migrate.load('SELECT 5', '13_add_users.sql');
:state
-- Of what is applied, other line endings change nothing; of what is pending they make another text.
SELECT status FROM migrate.load(E'SELECT 1,\n2', '15_lines.sql');
SELECT status FROM migrate.load(E'SELECT 1,\r\n2', '15_lines.sql');
SELECT version, checksum = fingerprint AS same FROM migrate.migrations WHERE version = 15;
SELECT count(*) FROM migrate.apply();
SELECT status FROM migrate.load(E'SELECT 1,\n2', '15_lines.sql');
SELECT up = E'SELECT 1,\r\n2' AS as_it_ran FROM migrate.migrations WHERE version = 15;

-- A description and a file's name are one line of what can be shown.
SELECT status FROM migrate.load('SELECT 1', E'16_a\nb.sql');
:state
SELECT status FROM migrate.load('SELECT 1', E'16_a\x1b[2Jb.sql');
SELECT status FROM migrate.load(E'-- Migration: 16\n-- Description: a\x07b\n-- UP MIGRATION\nSELECT 3');
SELECT status FROM migrate.load(E'-- Migration: 16\n-- Description: fine\n-- UP MIGRATION\nSELECT 3', E'16_a\rb.sql');
SELECT migrate.create(E'a\x1bb', 'SELECT 1');
SELECT * FROM migrate.baseline(17, E'a\u2028b');
SELECT count(*) FROM migrate.migrations WHERE version > 15;

-- What was recorded, or is below a baseline, is not rolled back: the hint says what is done instead, and that can be done.
SELECT status FROM migrate.load('CREATE TABLE k20 ()', '20_k.sql');
SELECT status FROM migrate.record_migration(20);
SELECT * FROM migrate.load('CREATE TABLE kk20 ()', '20_k.sql');
SELECT status FROM migrate.remove_migration(20);
SELECT status FROM migrate.load('CREATE TABLE kk20 ()', '20_k.sql');
SELECT status FROM migrate.record_migration(20);
SELECT count(*) > 0 AS drawn FROM migrate.baseline(30);
SELECT * FROM migrate.load('CREATE TABLE k20 ()', '20_k.sql');
SELECT status FROM migrate.remove_migration(30);
SELECT status FROM migrate.remove_migration(20);
SELECT status FROM migrate.load('CREATE TABLE k20 ()', '20_k.sql');
SELECT version, status FROM migrate.baseline(30);
SELECT status FROM migrate.load('CREATE TABLE k30 ()', '30_k.sql');
