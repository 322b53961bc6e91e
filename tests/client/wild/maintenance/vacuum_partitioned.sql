CREATE TABLE parted (id int) PARTITION BY HASH (id);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0) WITH (autovacuum_enabled = false);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1) WITH (autovacuum_enabled = false);
INSERT INTO parted SELECT generate_series(1, 100);
VACUUM parted;
CREATE TABLE facts AS SELECT relname, reltuples FROM pg_class WHERE relname LIKE 'parted%';
VACUUM (FULL) parted;
ANALYZE parted;
INSERT INTO facts SELECT relname, reltuples FROM pg_class WHERE relname LIKE 'parted%';
