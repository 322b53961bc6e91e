--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: nobody can read
--- script
LOCK TABLE articles
--- finds 2 warning: each
--- script
LOCK TABLE articles, elsewhere IN SHARE MODE
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
LOCK TABLE articles
--- silent: it stops nobody
--- script
LOCK TABLE articles IN SHARE UPDATE EXCLUSIVE MODE
--- silent: new
--- script
CREATE TABLE lists (a int);
LOCK TABLE lists
