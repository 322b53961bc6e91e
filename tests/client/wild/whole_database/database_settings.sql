DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET search_path = app, public', current_database());
    EXECUTE format('ALTER DATABASE %I SET timezone = ''UTC''', current_database());
    EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), 'it''s the one');
    EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database());
END $$;
CREATE SCHEMA app;
-- The session goes on with the path that it began with.
CREATE TABLE where_am_i (id int);
