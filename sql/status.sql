-- The function as a view, which psql's tab completion knows.
CREATE VIEW migrate.status AS SELECT * FROM migrate.status();

COMMENT ON VIEW migrate.status IS 'every migration, with where it stands: registered or applied; and the safe operations that failed and are not mended';
COMMENT ON COLUMN migrate.status.version IS 'migration; NULL for a safe operation';
COMMENT ON COLUMN migrate.status.description IS 'its description; of a safe operation, its function and what it is about';
COMMENT ON COLUMN migrate.status.status IS 'applied, pending, draft, failed, running, queued, missing or changed';
COMMENT ON COLUMN migrate.status.applied_at IS 'when it was recorded as applied, to the second';
COMMENT ON COLUMN migrate.status.applied_by IS 'session user who asked for it';
COMMENT ON COLUMN migrate.status.ms IS 'time its units took, in milliseconds';
COMMENT ON COLUMN migrate.status.note IS 'what else there is to know';
