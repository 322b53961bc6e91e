COMMENT ON SCHEMA migrate IS 'migrate_ext: schema migrations that run inside PostgreSQL';

COMMENT ON FUNCTION migrate.template IS 'a migration file in the guide''s form, with a new version, ready to edit';
COMMENT ON FUNCTION migrate.create IS 'registers a migration from its parts and returns its version; without an up script it is a draft';
COMMENT ON FUNCTION migrate.load IS 'registers a migration file: guide form, dbmate, goose, or a plain up script with a separate down script';
COMMENT ON FUNCTION migrate.load_dir IS 'registers the migration files of a folder of the server, all of them or none';
COMMENT ON FUNCTION migrate.current_version IS 'the newest applied version; NULL where none is';
COMMENT ON FUNCTION migrate.applied_migrations IS 'the applied migrations, oldest version first';
COMMENT ON FUNCTION migrate.is_applied IS 'whether a migration is applied';
COMMENT ON FUNCTION migrate.record_migration IS 'records a migration as applied without running anything';
COMMENT ON FUNCTION migrate.remove_migration IS 'takes a migration out of the history without running anything';
COMMENT ON FUNCTION migrate.baseline IS 'records every registered migration up to a version as applied, and that version itself, without running anything';
COMMENT ON FUNCTION migrate.apply IS 'applies pending migrations: in this transaction if they can run there, otherwise as a job that starts when it commits';
COMMENT ON FUNCTION migrate.rollback IS 'rolls applied migrations back, newest version first: one, steps of them, or all above target';
COMMENT ON PROCEDURE migrate.up IS 'applies pending migrations and returns when that is done';
COMMENT ON PROCEDURE migrate.down IS 'rolls applied migrations back and returns when that is done: one, steps of them, or all above target';
COMMENT ON FUNCTION migrate.status IS 'every migration that is registered or applied, with where it stands';
COMMENT ON FUNCTION migrate.verify IS 'whether each migration is still what was applied, by checksum';
