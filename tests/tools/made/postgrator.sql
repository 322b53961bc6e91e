-- postgrator 8.0.0, as it made them
CREATE TABLE public.schemaversion (
    version bigint NOT NULL,
    name text,
    md5 text,
    run_at timestamp with time zone
);
INSERT INTO public.schemaversion VALUES (0, NULL, NULL, NULL);
INSERT INTO public.schemaversion VALUES (1, 'users', '4bfdee305dd8ffbc830f696801300e2c', '2026-11-29 11:03:39.19+00');
INSERT INTO public.schemaversion VALUES (2, 'orders', 'ac5c5445cb70204522fc849afca67612', '2026-11-29 11:03:39.202+00');
ALTER TABLE ONLY public.schemaversion
    ADD CONSTRAINT schemaversion_pkey PRIMARY KEY (version);
