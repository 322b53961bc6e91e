--- finds warning: BEGIN within a block
--- script
BEGIN;
CREATE TABLE a (id bigint);
START TRANSACTION;
CREATE TABLE b (id bigint);
COMMIT
--- finds 2 warning: and the second COMMIT has no block
--- script
BEGIN;
BEGIN;
COMMIT;
COMMIT
--- finds warning: ROLLBACK takes nothing back
--- script
CREATE TABLE a (id bigint);
ROLLBACK
--- silent: two blocks
--- script
BEGIN; CREATE TABLE a (id bigint); COMMIT;
BEGIN; CREATE TABLE b (id bigint); COMMIT AND CHAIN; SELECT 1; COMMIT
--- silent: a savepoint
--- script
BEGIN; SAVEPOINT s; SELECT 1; ROLLBACK TO s; COMMIT
--- silent: BEGIN of PL/pgSQL
--- script
DO $$ BEGIN BEGIN PERFORM 1; EXCEPTION WHEN others THEN NULL; END; END $$
