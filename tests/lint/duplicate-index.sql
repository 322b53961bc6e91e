--- given
CREATE TABLE articles (id bigint PRIMARY KEY, author_id bigint, title text, "Odd" int, gone timestamptz);
CREATE INDEX articles_author ON articles (author_id, title);
--- finds warning: the same
--- script
CREATE INDEX CONCURRENTLY again ON articles (author_id, title)
--- finds info: a beginning
--- script
CREATE INDEX CONCURRENTLY shorter ON articles (author_id)
--- finds info: it makes the other needless
--- script
CREATE INDEX CONCURRENTLY longer ON articles (author_id, title, gone)
--- finds warning: the primary key has one
--- script
CREATE INDEX CONCURRENTLY ON articles (id)
--- finds warning: with a WHERE, and quoted
--- given
CREATE INDEX ON articles ("Odd") WHERE gone IS NULL;
--- script
CREATE INDEX CONCURRENTLY twin ON articles ("Odd") WHERE (gone IS NULL)
--- finds warning: an expression
--- given
CREATE INDEX ON articles (lower(title));
--- script
CREATE INDEX CONCURRENTLY twin ON articles (lower(title))
--- finds warning: two of the script
--- script
CREATE INDEX CONCURRENTLY one ON articles (gone DESC);
CREATE INDEX CONCURRENTLY two ON articles (gone DESC NULLS FIRST)
--- silent: other columns, order, class, method, WHERE
--- script
CREATE INDEX CONCURRENTLY a ON articles (title, author_id);
CREATE INDEX CONCURRENTLY b ON articles (author_id DESC, title);
CREATE INDEX CONCURRENTLY c ON articles (author_id, title text_pattern_ops);
CREATE INDEX CONCURRENTLY d ON articles USING hash (author_id);
CREATE INDEX CONCURRENTLY e ON articles (author_id, title) WHERE gone IS NULL
--- silent: it is a rule
--- script
CREATE UNIQUE INDEX CONCURRENTLY a ON articles (author_id)
--- silent: it carries more
--- script
CREATE INDEX CONCURRENTLY a ON articles (author_id, title) INCLUDE (gone)
--- silent: the other one goes
--- script
DROP TABLE elsewhere;
DROP INDEX CONCURRENTLY articles_author;
CREATE INDEX CONCURRENTLY again ON articles (author_id, title)
--- silent: an invalid one serves nobody
--- given
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'articles_author'::regclass;
--- script
CREATE INDEX CONCURRENTLY again ON articles (author_id, title)
--- silent: the same name
--- script
CREATE INDEX CONCURRENTLY IF NOT EXISTS articles_author ON articles (author_id, title)
