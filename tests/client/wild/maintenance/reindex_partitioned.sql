CREATE TABLE parted (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2024-01-01') TO ('2024-07-01');
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM ('2024-07-01') TO ('2025-01-01');
CREATE INDEX parted_at ON parted (at);
INSERT INTO parted SELECT n, date '2024-01-01' + n FROM generate_series(1, 300) n;
CREATE TABLE facts (step text, name text, file oid, rebuilt boolean);

INSERT INTO facts SELECT 'index', relname, pg_relation_filenode(oid) FROM pg_class WHERE relname LIKE 'parted_%_at_idx';
REINDEX INDEX parted_at;
UPDATE facts SET rebuilt = pg_relation_filenode(name::regclass) <> file WHERE step = 'index';

INSERT INTO facts SELECT 'table', relname, pg_relation_filenode(oid) FROM pg_class WHERE relname LIKE 'parted_%_at_idx';
REINDEX TABLE parted;
UPDATE facts SET rebuilt = pg_relation_filenode(name::regclass) <> file WHERE step = 'table';

INSERT INTO facts SELECT 'concurrently', relname, pg_relation_filenode(oid) FROM pg_class WHERE relname LIKE 'parted_%_at_idx';
REINDEX TABLE CONCURRENTLY parted;
REINDEX INDEX CONCURRENTLY parted_at;
UPDATE facts SET rebuilt = pg_relation_filenode(name::regclass) <> file WHERE step = 'concurrently';
ALTER TABLE facts DROP COLUMN file;
