--- given
CREATE FUNCTION price(article int, at date DEFAULT now()) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION rows_of(a int, OUT b int, OUT c text) RETURNS SETOF record LANGUAGE sql AS $$ SELECT 1, 'a' $$;
--- finds error: another result
--- script
CREATE OR REPLACE FUNCTION price(article int, at date DEFAULT now()) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'
--- finds error: another name of a parameter
--- script
CREATE OR REPLACE FUNCTION price(id int, at date DEFAULT now()) RETURNS int LANGUAGE sql AS 'SELECT 1'
--- finds error: a default less
--- script
CREATE OR REPLACE FUNCTION price(article int, at date) RETURNS int LANGUAGE sql AS 'SELECT 1'
--- finds error: another column
--- script
CREATE OR REPLACE FUNCTION rows_of(a int, OUT b int, OUT c varchar) RETURNS SETOF record LANGUAGE sql AS $$ SELECT 1, 'a' $$
--- finds error: a procedure
--- script
CREATE OR REPLACE PROCEDURE price(article int, at date DEFAULT now()) LANGUAGE sql AS 'SELECT 1'
--- finds error: a call with one argument fits both
--- script
CREATE OR REPLACE FUNCTION price(article int) RETURNS int LANGUAGE sql AS 'SELECT 1'
--- finds info: no call fits both
--- script
CREATE OR REPLACE FUNCTION price(title text) RETURNS int LANGUAGE sql AS 'SELECT 1'
--- silent: the same with another body
--- script
CREATE OR REPLACE FUNCTION price(article integer, at date DEFAULT '2000-01-01') RETURNS int4 LANGUAGE plpgsql AS 'BEGIN RETURN 2; END'
--- silent: the same with columns
--- script
CREATE OR REPLACE FUNCTION rows_of(a int, OUT b int, OUT c text) RETURNS SETOF record LANGUAGE sql AS $$ SELECT 2, 'b' $$
--- silent: the old one is dropped before
--- script
DROP FUNCTION price(int, date);
CREATE OR REPLACE FUNCTION price(article int) RETURNS text LANGUAGE sql AS 'SELECT 1'
--- silent: there is none
--- script
CREATE OR REPLACE FUNCTION nothing_yet(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'
