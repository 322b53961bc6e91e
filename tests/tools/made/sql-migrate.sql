-- sql-migrate 0.0~git20191213.0633851-3+b4 of Debian, as it made them
CREATE TABLE public.gorp_migrations (
    id text NOT NULL,
    applied_at timestamp with time zone
);
INSERT INTO public.gorp_migrations VALUES ('1_users.sql', '2026-11-29 10:58:20.391218+00');
ALTER TABLE ONLY public.gorp_migrations
    ADD CONSTRAINT gorp_migrations_pkey PRIMARY KEY (id);
