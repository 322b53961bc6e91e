--- given
CREATE TABLE kinds (id smallserial PRIMARY KEY, note text);
--- finds info: a key
--- script
CREATE TABLE t (id smallint PRIMARY KEY)
--- fix
CREATE TABLE t (id bigint PRIMARY KEY);
--- finds warning: more than half of the values are used
--- given
SELECT setval('kinds_id_seq', 20000);
--- script
ALTER TABLE kinds ADD COLUMN a text
--- silent: not yet
--- given
SELECT setval('kinds_id_seq', 10000);
--- script
ALTER TABLE kinds ADD COLUMN a text
--- silent: no key
--- script
CREATE TABLE t (id bigint PRIMARY KEY, n smallint)
