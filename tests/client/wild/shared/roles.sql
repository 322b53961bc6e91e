CREATE ROLE unique_app LOGIN CONNECTION LIMIT 5 VALID UNTIL '2099-01-01';
CREATE USER unique_person IN ROLE unique_app;
CREATE ROLE unique_group NOINHERIT CREATEDB ADMIN unique_app;
GRANT unique_group TO unique_person WITH ADMIN OPTION;
ALTER ROLE unique_app SET search_path = app, public;
ALTER ROLE unique_person RENAME TO unique_somebody;
COMMENT ON ROLE unique_app IS 'the application';
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'unique_late') THEN
        CREATE ROLE unique_late NOLOGIN BYPASSRLS;
    END IF;
    CREATE ROLE unique_app;
EXCEPTION WHEN duplicate_object THEN
    RAISE NOTICE 'already there';
END $$;
CREATE ROLE unique_late NOLOGIN;
BEGIN;
CREATE ROLE unique_gone;
ROLLBACK;
REVOKE unique_app FROM unique_somebody;
CREATE ROLE unique_dropped;
DROP ROLE unique_dropped;
CREATE TABLE owned (id int);
ALTER TABLE owned OWNER TO unique_app;
