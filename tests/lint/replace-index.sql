--- given
CREATE TABLE articles (id bigint, title text, lang text);
INSERT INTO articles SELECT g FROM generate_series(1, 300) g;
CREATE INDEX articles_title ON articles (title);
--- finds warning: between them there is none
--- script
DROP INDEX CONCURRENTLY articles_title;
CREATE INDEX CONCURRENTLY articles_title_lang ON articles (title, lang)
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
DROP INDEX CONCURRENTLY articles_title;
CREATE INDEX CONCURRENTLY articles_title_lang ON articles (title, lang)
--- silent: the new one comes first
--- script
CREATE INDEX CONCURRENTLY articles_title_lang ON articles (title, lang);
DROP INDEX CONCURRENTLY articles_title
--- silent: another index
--- script
DROP INDEX CONCURRENTLY articles_title;
CREATE INDEX CONCURRENTLY articles_lang ON articles (lang)
--- silent: it has served nobody
--- given
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'articles_title'::regclass;
--- script
DROP INDEX CONCURRENTLY articles_title;
CREATE INDEX CONCURRENTLY articles_title2 ON articles (title)
