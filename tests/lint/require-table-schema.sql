--- given
CREATE SCHEMA lint_other;
SET LOCAL search_path = lint_case, lint_other;
CREATE TABLE lint_other.articles (id bigint);
CREATE TABLE lint_other.alone (id bigint);
--- finds warning: both schemas have it
--- given
CREATE TABLE articles (id bigint);
--- script
ALTER TABLE articles ADD COLUMN note text
--- finds warning: the new table hides the other one
--- script
CREATE TABLE articles (id bigint)
--- finds info: rows
--- given
CREATE TABLE articles (id bigint);
--- script
DELETE FROM articles WHERE id = 1
--- silent: one schema alone has it
--- script
ALTER TABLE alone ADD COLUMN note text;
CREATE TABLE fresh (id bigint)
--- silent: the schema is said
--- given
CREATE TABLE articles (id bigint);
--- script
ALTER TABLE lint_case.articles ADD COLUMN note text
--- silent: the script sets the path
--- given
CREATE TABLE articles (id bigint);
--- script
SET search_path = lint_other;
ALTER TABLE articles ADD COLUMN note text
