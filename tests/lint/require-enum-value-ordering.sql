--- given
CREATE TYPE mood AS ENUM ('sad', 'happy');
--- finds info: no place
--- script
ALTER TYPE mood ADD VALUE 'content'
--- silent: a place
--- script
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'content' AFTER 'sad'
--- silent: another name for a value
--- script
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'
