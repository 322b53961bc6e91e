-- sqlx 0.9.0, as it made them
CREATE TABLE public._sqlx_migrations (
    version bigint NOT NULL,
    description text NOT NULL,
    installed_on timestamp with time zone DEFAULT now() NOT NULL,
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
);
INSERT INTO public._sqlx_migrations VALUES (1, 'users', '2026-11-29 23:09:09.74681+00', true, '\xeedf404a60de2fe9a187cf0f29ded29ae7131616204e63a1d6a08a8021a168f3746df1fae512cb891273c7972c8e73d1', 113380697);
INSERT INTO public._sqlx_migrations VALUES (2, 'orders', '2026-11-29 23:09:09.884969+00', true, '\x79c22d7c2f75f45faa128f802794f9d4cc13f9ab21a9809307253c81728d7b54aa8b00816168e8994472f1c448a134e4', 52460921);
ALTER TABLE ONLY public._sqlx_migrations
    ADD CONSTRAINT _sqlx_migrations_pkey PRIMARY KEY (version);
