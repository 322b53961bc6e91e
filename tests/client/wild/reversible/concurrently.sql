CREATE TABLE visits (id int, page text);
INSERT INTO visits SELECT n, 'page ' || n % 5 FROM generate_series(1, 100) n;
CREATE INDEX CONCURRENTLY visits_page ON visits (page);
CREATE INDEX CONCURRENTLY visits_id ON visits (id);
VACUUM ANALYZE visits;
