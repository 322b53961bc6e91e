CREATE TABLE articles (id int PRIMARY KEY, author int, title text, body text, published date);
INSERT INTO articles SELECT n, n % 7, 'title ' || n, 'body', date '2024-01-01' + n FROM generate_series(1, 200) n;

CREATE INDEX CONCURRENTLY articles_author ON articles (author);
CREATE INDEX CONCURRENTLY IF NOT EXISTS articles_author ON articles (author);
CREATE UNIQUE INDEX CONCURRENTLY articles_title_key ON articles (title) INCLUDE (published);
CREATE INDEX CONCURRENTLY ON articles (published DESC NULLS LAST) WHERE author > 3;
CREATE INDEX CONCURRENTLY ON public.articles USING hash (body);
CREATE INDEX CONCURRENTLY articles_lower ON articles (lower(title) text_pattern_ops) WITH (fillfactor = 70);

ALTER TABLE articles ADD CONSTRAINT articles_title_unique UNIQUE USING INDEX articles_title_key;
COMMENT ON INDEX articles_lower IS 'for the search box';

DROP INDEX CONCURRENTLY articles_author;
DROP INDEX CONCURRENTLY IF EXISTS never_was;
CREATE INDEX CONCURRENTLY articles_author ON articles (author, id);
