--- given
CREATE TABLE articles (id bigint);
--- finds info: the block queues
--- script
DO $$ BEGIN ALTER TABLE articles ADD COLUMN note text; END $$
--- silent: it gives up soon
--- script
SET lock_timeout = '2s';
DO $$ BEGIN ALTER TABLE articles ADD COLUMN note text; END $$
--- finds info: 0 is no limit
--- script
SET lock_timeout = 0;
DO $$ BEGIN ALTER TABLE articles ADD COLUMN note text; END $$
--- silent: the session has a limit
--- given
SET LOCAL lock_timeout = '5s';
--- script
DO $$ BEGIN ALTER TABLE articles ADD COLUMN note text; END $$
--- silent: the engine does it
--- script
ALTER TABLE articles ADD COLUMN note text
--- silent: new
--- script
CREATE TABLE lists (id bigint);
DO $$ BEGIN ALTER TABLE lists ADD COLUMN note text; END $$
--- silent: a weak lock
--- script
DO $$ BEGIN INSERT INTO articles VALUES (1); END $$
