CREATE TABLE ddl_log (n serial, event text, tag text, objects text);
CREATE FUNCTION log_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.ddl_log (event, tag, objects)
    SELECT TG_EVENT, TG_TAG, string_agg(object_identity, ', ' ORDER BY object_identity) FROM pg_event_trigger_ddl_commands();
END $$;
CREATE FUNCTION log_drop() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.ddl_log (event, tag, objects)
    SELECT TG_EVENT, TG_TAG, string_agg(object_identity, ', ' ORDER BY object_identity) FROM pg_event_trigger_dropped_objects() WHERE original;
END $$;
CREATE FUNCTION log_start() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.ddl_log (event, tag) VALUES (TG_EVENT, TG_TAG); END $$;
CREATE EVENT TRIGGER log_ddl ON ddl_command_end EXECUTE FUNCTION log_ddl();
CREATE EVENT TRIGGER log_drop ON sql_drop EXECUTE FUNCTION log_drop();
CREATE EVENT TRIGGER log_start ON ddl_command_start WHEN TAG IN ('CREATE INDEX', 'ALTER TABLE') EXECUTE FUNCTION log_start();
CREATE TABLE watched (id serial PRIMARY KEY);
ALTER TABLE watched ADD COLUMN name text;
CREATE INDEX CONCURRENTLY watched_name ON watched (name);
DROP INDEX CONCURRENTLY watched_name;
VACUUM watched;
ALTER EVENT TRIGGER log_start DISABLE;
CREATE INDEX watched_again ON watched (name);
ALTER EVENT TRIGGER log_drop ENABLE ALWAYS;
DROP TABLE watched;
CREATE TABLE last_one (id int);
