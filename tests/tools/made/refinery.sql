-- refinery 0.10.0, as it made them
CREATE TABLE public.refinery_schema_history (
    version integer NOT NULL,
    name character varying(255),
    applied_on character varying(255),
    checksum character varying(255)
);
INSERT INTO public.refinery_schema_history VALUES (1, 'users', '2026-11-29T23:09:12.113289258Z', '7668093413072388362');
INSERT INTO public.refinery_schema_history VALUES (2, 'orders', '2026-11-29T23:09:12.113329388Z', '10702026743728334345');
ALTER TABLE ONLY public.refinery_schema_history
    ADD CONSTRAINT refinery_schema_history_pkey PRIMARY KEY (version);
