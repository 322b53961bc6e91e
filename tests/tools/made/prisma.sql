-- Prisma 6.19.3, as it made them
CREATE TABLE public._prisma_migrations (
    id character varying(36) NOT NULL,
    checksum character varying(64) NOT NULL,
    finished_at timestamp with time zone,
    migration_name character varying(255) NOT NULL,
    logs text,
    rolled_back_at timestamp with time zone,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_steps_count integer DEFAULT 0 NOT NULL
);
INSERT INTO public._prisma_migrations VALUES ('a753615f-9cf5-49be-9509-772f1faabc04', '12a1ef51b20a6108acdcf70e2f8c3f6bfcda5eed26f31a00971d3c88a59b2439', '2026-11-29 23:09:30.663+00', '20240101000001_users', NULL, NULL, '2026-11-29 23:09:30.647+00', 1);
INSERT INTO public._prisma_migrations VALUES ('108b50c4-3b79-441b-bec4-ac8d51c1624b', '81d1b0dca7f423174a67cb1a9ce1f234f5509f56d7d46d036b7f3e113682c6ff', '2026-11-29 23:09:30.691+00', '20240101000002_orders', NULL, NULL, '2026-11-29 23:09:30.668+00', 1);
ALTER TABLE ONLY public._prisma_migrations
    ADD CONSTRAINT _prisma_migrations_pkey PRIMARY KEY (id);
