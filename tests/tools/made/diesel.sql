-- diesel_migrations 2.3.2, as it made them
CREATE TABLE public.__diesel_schema_migrations (
    version character varying(50) NOT NULL,
    run_on timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);
INSERT INTO public.__diesel_schema_migrations VALUES ('1', '2026-11-29 23:09:14.810805');
INSERT INTO public.__diesel_schema_migrations VALUES ('2', '2026-11-29 23:09:14.932097');
ALTER TABLE ONLY public.__diesel_schema_migrations
    ADD CONSTRAINT __diesel_schema_migrations_pkey PRIMARY KEY (version);
