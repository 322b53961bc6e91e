CREATE TYPE money_amount AS (cents bigint);
CREATE FUNCTION add_amounts(money_amount, money_amount) RETURNS money_amount LANGUAGE sql IMMUTABLE
    AS $$ SELECT ROW(coalesce($1.cents, 0) + $2.cents)::money_amount $$;
CREATE OPERATOR + (LEFTARG = money_amount, RIGHTARG = money_amount, FUNCTION = add_amounts, COMMUTATOR = +);
CREATE AGGREGATE total(money_amount) (SFUNC = add_amounts, STYPE = money_amount, INITCOND = '(0)');
CREATE FUNCTION to_amount(int) RETURNS money_amount LANGUAGE sql IMMUTABLE AS 'SELECT ROW($1 * 100)::money_amount';
CREATE CAST (int AS money_amount) WITH FUNCTION to_amount(int) AS ASSIGNMENT;
CREATE FUNCTION amount_cmp(money_amount, money_amount) RETURNS int LANGUAGE sql IMMUTABLE
    AS 'SELECT CASE WHEN $1.cents < $2.cents THEN -1 WHEN $1.cents > $2.cents THEN 1 ELSE 0 END';
CREATE OPERATOR FAMILY amounts USING btree;
CREATE FUNCTION similar_amount(money_amount, money_amount) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT abs($1.cents - $2.cents) < 5';
CREATE OPERATOR ~~~ (LEFTARG = money_amount, RIGHTARG = money_amount, PROCEDURE = similar_amount, RESTRICT = eqsel);
CREATE TABLE bills (n int, amount money_amount);
INSERT INTO bills VALUES (1, 5), (2, ROW(250));
CREATE TABLE sums AS SELECT total(amount) AS all_of_them, bool_or(amount ~~~ ROW(251)::money_amount) AS near FROM bills;
CREATE AGGREGATE longest(text) (SFUNC = textcat, STYPE = text, PARALLEL = SAFE);
CREATE CAST (money_amount AS text) WITH INOUT;
CREATE TRUSTED LANGUAGE plpgsql_too HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE CONVERSION to_latin FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE elsewhere (id int) USING heap_too;
