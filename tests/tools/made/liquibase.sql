-- Liquibase 4.28.0, as it made them
CREATE TABLE public.databasechangelog (
    id character varying(255) NOT NULL,
    author character varying(255) NOT NULL,
    filename character varying(255) NOT NULL,
    dateexecuted timestamp without time zone NOT NULL,
    orderexecuted integer NOT NULL,
    exectype character varying(10) NOT NULL,
    md5sum character varying(35),
    description character varying(255),
    comments character varying(255),
    tag character varying(255),
    liquibase character varying(20),
    contexts character varying(255),
    labels character varying(255),
    deployment_id character varying(10)
);
CREATE TABLE public.databasechangeloglock (
    id integer NOT NULL,
    locked boolean NOT NULL,
    lockgranted timestamp without time zone,
    lockedby character varying(255)
);
INSERT INTO public.databasechangelog VALUES ('1', 'ann', '1_users.sql', '2026-11-29 23:11:34.7524', 1, 'EXECUTED', '9:263410d2e807cb73a6636460b14a4196', 'sql', '', NULL, '4.28.0', NULL, NULL, '5993894686');
INSERT INTO public.databasechangelog VALUES ('2', 'ann', '2_orders.sql', '2026-11-29 23:11:34.807099', 2, 'EXECUTED', '9:8c70b3ccffbad6dcbd9e0c033e46eb8b', 'sql', '', NULL, '4.28.0', NULL, NULL, '5993894686');
INSERT INTO public.databasechangeloglock VALUES (1, false, NULL, NULL);
ALTER TABLE ONLY public.databasechangeloglock
    ADD CONSTRAINT databasechangeloglock_pkey PRIMARY KEY (id);
