-- yoyo-migrations 9.0.0, as it made them
CREATE TABLE public._yoyo_log (
    id character varying(36) NOT NULL,
    migration_hash character varying(64),
    migration_id character varying(255),
    operation character varying(10),
    username character varying(255),
    hostname character varying(255),
    comment character varying(255),
    created_at_utc timestamp without time zone
);
CREATE TABLE public._yoyo_migration (
    migration_hash character varying(64) NOT NULL,
    migration_id character varying(255),
    applied_at_utc timestamp without time zone
);
CREATE TABLE public._yoyo_version (
    version integer NOT NULL,
    installed_at_utc timestamp without time zone
);
CREATE TABLE public.yoyo_lock (
    locked integer DEFAULT 1 NOT NULL,
    ctime timestamp without time zone,
    pid integer NOT NULL
);
INSERT INTO public._yoyo_log VALUES ('c985faca-ebe3-11f1-ac24-02fc00000001', '833b31eee30cb18e1723480a54859122bea954982564559e8d5ed22e9f9ef7c5', '1_users', 'apply', 'root', 'localhost', NULL, '2026-11-29 10:58:19.631581');
INSERT INTO public._yoyo_log VALUES ('c98b3882-ebe3-11f1-ac24-02fc00000001', 'e19590da0b25de25697e3476bb11de3acebf47707a9b3430f4e0a83850201738', '2_orders', 'apply', 'root', 'localhost', NULL, '2026-11-29 10:58:19.66457');
INSERT INTO public._yoyo_migration VALUES ('833b31eee30cb18e1723480a54859122bea954982564559e8d5ed22e9f9ef7c5', '1_users', '2026-11-29 10:58:19.638572');
INSERT INTO public._yoyo_migration VALUES ('e19590da0b25de25697e3476bb11de3acebf47707a9b3430f4e0a83850201738', '2_orders', '2026-11-29 10:58:19.670588');
INSERT INTO public._yoyo_version VALUES (2, '2026-11-29 10:58:19.558199');
ALTER TABLE ONLY public._yoyo_log
    ADD CONSTRAINT _yoyo_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public._yoyo_migration
    ADD CONSTRAINT _yoyo_migration_pkey PRIMARY KEY (migration_hash);
ALTER TABLE ONLY public._yoyo_version
    ADD CONSTRAINT _yoyo_version_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.yoyo_lock
    ADD CONSTRAINT yoyo_lock_pkey PRIMARY KEY (locked);
