--- finds info: four columns
--- script
CREATE INDEX CONCURRENTLY ON orders (a, b, c, d)
--- silent: three
--- script
CREATE INDEX CONCURRENTLY ON orders (a, b, c) INCLUDE (d, e)
--- silent: it must be that wide
--- script
CREATE UNIQUE INDEX CONCURRENTLY ON orders (a, b, c, d)
--- silent: any of its columns serves by itself
--- script
CREATE INDEX CONCURRENTLY ON orders USING gin (a, b, c, d)
