-- From which folder each migration was loaded: by that a folder is known again, and what is no longer in it.
CREATE TABLE migrate.folders (
    version bigint PRIMARY KEY,
    folder  text   NOT NULL,
    file    text   NOT NULL
);

COMMENT ON TABLE migrate.folders IS 'folders from which migrate.load_dir() has registered migrations: it tells by them which files are gone, or have another number';
COMMENT ON COLUMN migrate.folders.version IS 'migration';
COMMENT ON COLUMN migrate.folders.folder IS 'folder of the server, as it was given last';
COMMENT ON COLUMN migrate.folders.file IS 'its file, from there';

SELECT pg_catalog.pg_extension_config_dump('migrate.folders', '');
