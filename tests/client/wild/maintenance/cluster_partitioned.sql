CREATE TABLE parted (id int, rank int) PARTITION BY LIST (id);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES IN (1);
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES IN (2);
CREATE INDEX parted_rank ON parted (rank);
INSERT INTO parted SELECT n % 2 + 1, 100 - n FROM generate_series(1, 100) n;
CLUSTER parted USING parted_rank;
CREATE TABLE first_rows AS SELECT * FROM parted WHERE ctid < '(0,6)';
