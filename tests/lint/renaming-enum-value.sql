--- given
CREATE TYPE mood AS ENUM ('ok', 'sad');
--- finds error: a column has it
--- given
CREATE TABLE people (mood mood);
--- script
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'
--- finds warning: no column has it
--- script
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'
--- silent: a value that is added hurts nobody
--- script
ALTER TYPE mood ADD VALUE 'fine' AFTER 'ok'
--- silent: new
--- script
CREATE TYPE m AS ENUM ('a');
ALTER TYPE m RENAME VALUE 'a' TO 'b'
