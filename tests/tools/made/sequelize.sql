-- umzug 3.8.3 with sequelize 6.37.8, as it made them
CREATE TABLE public."SequelizeMeta" (
    name character varying(255) NOT NULL
);
INSERT INTO public."SequelizeMeta" VALUES ('1_users.js');
INSERT INTO public."SequelizeMeta" VALUES ('2_orders.js');
ALTER TABLE ONLY public."SequelizeMeta"
    ADD CONSTRAINT "SequelizeMeta_pkey" PRIMARY KEY (name);
