-- Whose scripts need migrate.approve() before they run: those of roles that could not act as the applier anyway.
\set VERBOSITY default
\set state '\\echo SQLSTATE :LAST_ERROR_SQLSTATE'
\pset null '-'
\set superuser :USER
CREATE ROLE regress_author LOGIN;
CREATE ROLE regress_deployer LOGIN;
CREATE ROLE regress_lead LOGIN IN ROLE regress_deployer;
GRANT USAGE ON SCHEMA migrate TO regress_author, regress_deployer;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO regress_author, regress_deployer;
GRANT CREATE ON SCHEMA public TO regress_deployer;

-- The trap: an author's script that a superuser applies.
\c - regress_author
SELECT migrate.create('Innocent', up => 'ALTER ROLE regress_author SUPERUSER', down => 'SELECT 1', version => 1);
\c - :superuser
SELECT version, status, detail FROM migrate.apply(dry_run => true);
SELECT version, status FROM migrate.apply();
:state
CALL migrate.up();
:state
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_author';

-- The author's own approval is worth nothing to a superuser.
\c - regress_author
SELECT * FROM migrate.approve(1);
\c - :superuser
SELECT version FROM migrate.apply();
:state
-- Nor does it help to take a lesser role: a script can RESET ROLE.
SET ROLE regress_author;
SELECT version FROM migrate.apply();
:state
RESET ROLE;

-- Read, mended by its author, approved, applied; and taken back under the same approval.
\c - regress_author
SELECT version, status FROM migrate.load('SELECT 1', '1_innocent.sql', 'SELECT 2');
\c - :superuser
SELECT version, status, regexp_replace(detail, '[0-9a-f]{12}', 'xxx') AS detail FROM migrate.approve(1);
SELECT version, status FROM migrate.approve(1);
SELECT version, status FROM migrate.apply();
SELECT version, status FROM migrate.rollback();
-- Another text needs another approval.
\c - regress_author
SELECT version, status FROM migrate.load('SELECT 3', '1_innocent.sql', 'SELECT 2');
\c - :superuser
SELECT version FROM migrate.apply();
:state

-- The deployer runs its own scripts, a superuser's, and those of a member; not the author's.
SELECT migrate.create('Of a superuser', up => 'CREATE TABLE made_2 ()', version => 2);
\c - regress_lead
SELECT migrate.create('Of a member', up => 'CREATE TABLE made_3 ()', version => 3);
\c - regress_deployer
SELECT migrate.create('Of the deployer', up => 'CREATE TABLE made_4 ()', version => 4);
SELECT version FROM migrate.apply();
:state
\c - regress_lead
SELECT version, status FROM migrate.approve(1);
\c - regress_deployer
SELECT version, status FROM migrate.apply();
\c - :superuser
SELECT relname, relowner::regrole FROM pg_class WHERE relname LIKE 'made%' ORDER BY 1;

-- Two people who share a role: each runs what she wrote herself, but a script of the other could RESET ROLE to her.
CREATE ROLE regress_olga LOGIN IN ROLE regress_deployer;
\c - regress_lead
SET ROLE regress_deployer;
SELECT migrate.create('Of the other', up => 'CREATE TABLE made_8 ()', version => 8);
\c - regress_olga
SET ROLE regress_deployer;
SELECT migrate.create('Of her own', up => 'CREATE TABLE made_7 ()', version => 7);
SELECT version, status FROM migrate.apply(steps => 1);
SELECT version, status FROM migrate.apply();
:state
SELECT version, status FROM migrate.approve(8);
SELECT version, status FROM migrate.apply();
\c - :superuser

-- A role that is gone is nobody's friend.
\c - regress_lead
SELECT migrate.create('Of one who left', up => 'SELECT 1', version => 9);
\c - :superuser
DROP ROLE regress_lead;
\c - regress_deployer
SELECT version FROM migrate.apply();
:state
-- Only a superuser may change the rule.
SET migrate.require_approval = never;
:state
\c - :superuser
SET migrate.require_approval = never;
SELECT version, status FROM migrate.apply();
SET migrate.require_approval = always;
SELECT migrate.create('My own', up => 'SELECT 1', version => 10);
SELECT version FROM migrate.apply();
:state
SELECT version, status FROM migrate.approve(10);
SELECT version, status FROM migrate.apply();
SELECT version, status FROM migrate.approve(99);
:state
SELECT version, status FROM migrate.approve(NULL);
:state

DROP OWNED BY regress_author, regress_deployer, regress_olga;
DROP ROLE regress_author, regress_deployer, regress_olga;
