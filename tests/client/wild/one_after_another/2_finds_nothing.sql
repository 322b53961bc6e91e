INSERT INTO facts (what) SELECT 'scratch: ' || (to_regclass('scratch') IS NOT NULL);
INSERT INTO facts (what) SELECT 'temporary: ' || count(*) FROM pg_class WHERE relpersistence = 't' AND relname IN ('scratch', 'facts_too');
INSERT INTO facts (what) SELECT 'prepared: ' || count(*) FROM pg_prepared_statements;
INSERT INTO facts (what) SELECT 'cursors: ' || count(*) FROM pg_cursors WHERE name = 'walk';
INSERT INTO facts (what) SELECT 'locks: ' || count(*) FROM pg_locks
WHERE locktype = 'advisory' AND objid = 1234 AND pid = pg_backend_pid() AND objsubid < 3;
INSERT INTO facts (what) SELECT 'path: ' || current_setting('search_path');
INSERT INTO facts (what) SELECT 'settings: ' || concat_ws(' ', current_setting('work_mem'), nullif(current_setting('wild.own', true), ''), current_setting('TimeZone'));
INSERT INTO facts (what) SELECT 'channels: ' || count(*) FROM pg_listening_channels();
