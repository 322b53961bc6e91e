CREATE SCHEMA "Other";
CREATE TABLE "Other"."Words" (id int PRIMARY KEY, word text UNIQUE);
CREATE TABLE facts AS SELECT pg_relation_filenode('"Other"."Words_pkey"') AS file, false AS rebuilt;
REINDEX SCHEMA CONCURRENTLY "Other";
UPDATE facts SET rebuilt = pg_relation_filenode('"Other"."Words_pkey"') <> file, file = NULL;
REINDEX (VERBOSE) SCHEMA public;
