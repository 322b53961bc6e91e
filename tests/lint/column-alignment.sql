--- finds info: 11 bytes
--- script
CREATE TABLE readings (valid boolean, id bigint, sensor integer, taken_at timestamptz)
--- finds info: an enum has 4 bytes
--- given
CREATE TYPE mood AS ENUM ('sad', 'happy');
--- script
CREATE TABLE readings (a mood, b bigint, c mood, d bigint)
--- silent: less than 8 bytes
--- script
CREATE TABLE readings (a integer, b bigint, c integer)
--- silent: the best order
--- script
CREATE TABLE readings (id bigint, taken_at timestamptz, sensor integer, valid boolean, note text)
--- silent: behind a text nobody knows
--- script
CREATE TABLE readings (note text, a boolean, more text, b boolean, c bigint)
--- silent: what it is is not known
--- script
CREATE TABLE readings (a geometry, b bigint, c geometry, d bigint)
