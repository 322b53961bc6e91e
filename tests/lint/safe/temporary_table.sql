CREATE TEMPORARY TABLE wanted (id bigint) ON COMMIT DROP;
INSERT INTO wanted (id) VALUES (1), (2);
UPDATE articles SET title = 'x' WHERE id = 3;
