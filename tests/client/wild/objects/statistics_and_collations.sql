CREATE COLLATION posix_like FROM "C";
CREATE TABLE names (given text, family text COLLATE "C", n int);
INSERT INTO names VALUES ('Ann', 'Z', 1), ('ANN', 'a', 2);
CREATE UNIQUE INDEX ON names (family COLLATE posix_like);
CREATE STATISTICS names_gf (ndistinct) ON given, family FROM names;
CREATE STATISTICS names_expr ON (n % 10), (lower(family)) FROM names;
ALTER STATISTICS names_gf SET STATISTICS 77;
ALTER COLLATION posix_like RENAME TO like_c;
COMMENT ON STATISTICS names_gf IS 'they go together';
