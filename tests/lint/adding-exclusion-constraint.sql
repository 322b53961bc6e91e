--- given
CREATE TABLE bookings (during int4range, room int4range);
INSERT INTO bookings SELECT int4range(g, g + 1), NULL FROM generate_series(1, 300) g;
--- finds warning: readers and writers wait
--- script
ALTER TABLE bookings ADD CONSTRAINT x EXCLUDE USING gist (during WITH &&)
--- finds error: a table that is not here
--- script
ALTER TABLE elsewhere ADD EXCLUDE USING gist (during WITH &&)
--- finds info: few rows
--- given
TRUNCATE bookings;
--- script
ALTER TABLE bookings ADD EXCLUDE USING gist (during WITH &&)
--- silent: new
--- script
CREATE TABLE lists (during int4range);
ALTER TABLE lists ADD EXCLUDE USING gist (during WITH &&)
--- silent: another constraint
--- script
ALTER TABLE bookings ADD CHECK (during IS NOT NULL)
