--- finds info: without a zone
--- script
CREATE TABLE events (at timestamp NOT NULL, note text)
--- fix
CREATE TABLE events (at timestamptz NOT NULL, note text);
--- finds info: with digits, and in all its words
--- script
ALTER TABLE events ADD COLUMN at timestamp (3) without time zone
--- fix
ALTER TABLE events ADD COLUMN at timestamptz(3);
--- silent: with a zone
--- script
CREATE TABLE events (a timestamptz, b timestamp(3) with time zone, c date, d time)
--- silent: the same with a zone
--- script
CREATE TABLE events (at timestamptz NOT NULL, note text)
