CREATE TABLE measures (city int NOT NULL, at date NOT NULL, peak int, PRIMARY KEY (city, at)) PARTITION BY RANGE (at);
CREATE TABLE measures_default PARTITION OF measures DEFAULT;
INSERT INTO measures VALUES (1, '2024-01-15', 5), (2, '2024-02-15', 7), (3, '2023-02-15', 9);
CREATE TABLE measures_jan (LIKE measures INCLUDING ALL);
ALTER TABLE measures_jan ADD CONSTRAINT in_january CHECK (at >= '2024-01-01' AND at < '2024-02-01');
WITH moved AS (DELETE FROM measures_default WHERE at >= '2024-01-01' AND at < '2024-02-01' RETURNING *)
INSERT INTO measures_jan SELECT * FROM moved;
ALTER TABLE measures ATTACH PARTITION measures_jan FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
ALTER TABLE measures_jan DROP CONSTRAINT in_january;
DO $$
BEGIN
    FOR i IN 3..5 LOOP
        EXECUTE format('CREATE TABLE measures_%s PARTITION OF measures FOR VALUES FROM (%L) TO (%L)',
            i, make_date(2024, i, 1), make_date(2024, i + 1, 1));
    END LOOP;
END $$;
CREATE TABLE measures_2022 PARTITION OF measures FOR VALUES FROM ('2022-01-01') TO ('2023-01-01') PARTITION BY LIST (city);
CREATE TABLE measures_2022_1 PARTITION OF measures_2022 FOR VALUES IN (1, 2);
INSERT INTO measures VALUES (1, '2022-05-05', 1);
ALTER TABLE measures DETACH PARTITION measures_3;
CREATE INDEX measures_peak ON measures (peak);
ALTER TABLE measures ADD COLUMN unit text DEFAULT 'C';
DROP TABLE measures_3, measures_4;
CREATE TABLE parent (a int); CREATE TABLE child (b int) INHERITS (parent);
ALTER TABLE child NO INHERIT parent;
ALTER TABLE child INHERIT parent;
