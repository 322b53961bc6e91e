CREATE COLLATION case_blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE given_names (given text COLLATE case_blind, n int);
INSERT INTO given_names VALUES ('Ann', 1), ('ANN', 2);
CREATE TABLE same AS SELECT count(DISTINCT given) FROM given_names;
CREATE STATISTICS given_n (ndistinct) ON given, n FROM given_names;
