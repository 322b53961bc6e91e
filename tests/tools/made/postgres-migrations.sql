-- postgres-migrations 5.3.0, as it made them
CREATE TABLE public.migrations (
    id integer NOT NULL,
    name character varying(100) NOT NULL,
    hash character varying(40) NOT NULL,
    executed_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO public.migrations VALUES (0, 'create-migrations-table', 'e18db593bcde2aca2a408c4d1100f6abba2195df', '2026-11-29 10:57:41.585747');
INSERT INTO public.migrations VALUES (1, 'users', 'ba685732ba5defc43188dc0f99dbc2d6358cd34a', '2026-11-29 10:57:41.65449');
INSERT INTO public.migrations VALUES (2, 'orders', 'fdb61f30bee85b5f9c1578c44a24029ef875c470', '2026-11-29 10:57:41.67832');
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_name_key UNIQUE (name);
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);
