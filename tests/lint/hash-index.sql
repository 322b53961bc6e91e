--- finds info: hash
--- script
CREATE INDEX CONCURRENTLY ON sessions USING hash (token)
--- silent: others
--- script
CREATE INDEX CONCURRENTLY ON sessions (token);
CREATE INDEX CONCURRENTLY ON sessions USING gin (tags)
