DROP INDEX CONCURRENTLY IF EXISTS visits_id;
DROP INDEX CONCURRENTLY visits_page;
-- The table stays until the next release.
ALTER TABLE visits RENAME TO old_visits;
BEGIN;
DROP TABLE old_visits;
END;
