--- finds info: a new table
--- script
CREATE TABLE countries (id bigint PRIMARY KEY, code char(2) NOT NULL)
--- fix
CREATE TABLE countries (id bigint PRIMARY KEY, code text NOT NULL);
--- finds info: char alone is char(1)
--- script
ALTER TABLE elsewhere ADD COLUMN code character
--- finds info: the column is there and gets the type
--- given
CREATE TABLE t (code text);
--- script
ALTER TABLE t ALTER COLUMN code TYPE character (3) USING code
--- fix
ALTER TABLE t ALTER COLUMN code TYPE text USING code;
--- silent: another type
--- script
CREATE TABLE t (a "char", b bpchar, c text)
--- silent: it is gone with the session
--- script
CREATE TEMPORARY TABLE t (a char(2))
--- silent: the type of one byte
--- script
ALTER TABLE elsewhere ADD COLUMN code "char"
