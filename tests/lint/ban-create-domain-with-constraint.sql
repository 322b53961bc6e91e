--- finds info: a CHECK
--- script
CREATE DOMAIN d AS int CHECK (VALUE > 0)
--- finds info: NOT NULL
--- script
CREATE DOMAIN d AS int DEFAULT 1 NOT NULL
--- silent: none
--- script
CREATE DOMAIN d AS int DEFAULT 1
