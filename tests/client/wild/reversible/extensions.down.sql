-- as Windows writes it
DROP TABLE bags;
DROP EXTENSION hstore;
