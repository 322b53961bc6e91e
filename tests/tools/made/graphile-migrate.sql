-- graphile-migrate 1.4.1, as it made them
CREATE SCHEMA graphile_migrate;
CREATE TABLE graphile_migrate.current (
    filename text DEFAULT 'current.sql'::text NOT NULL,
    content text NOT NULL,
    date timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE graphile_migrate.migrations (
    hash text NOT NULL,
    previous_hash text,
    filename text NOT NULL,
    date timestamp with time zone DEFAULT now() NOT NULL
);
INSERT INTO graphile_migrate.migrations VALUES ('sha1:24943e61783cf7060f01b43304c02e67c84e2766', NULL, '000001.sql', '2026-11-29 10:58:14.117046+00');
INSERT INTO graphile_migrate.migrations VALUES ('sha1:4cd5bd7891314b2c54674a98bc51d4d1d5e0b417', 'sha1:24943e61783cf7060f01b43304c02e67c84e2766', '000002.sql', '2026-11-29 10:58:17.107074+00');
ALTER TABLE ONLY graphile_migrate.current
    ADD CONSTRAINT current_pkey PRIMARY KEY (filename);
ALTER TABLE ONLY graphile_migrate.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY graphile_migrate.migrations
    ADD CONSTRAINT migrations_previous_hash_fkey FOREIGN KEY (previous_hash) REFERENCES graphile_migrate.migrations(hash);
