--- finds error: no end
--- script
BEGIN;
CREATE TABLE a (id bigint)
--- finds error: the last one has none
--- script
BEGIN; CREATE TABLE a (id bigint); COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE; CREATE TABLE b (id bigint)
--- finds error: AND CHAIN begins one
--- script
BEGIN; CREATE TABLE a (id bigint); COMMIT AND CHAIN; CREATE TABLE b (id bigint)
--- silent: END is COMMIT
--- script
BEGIN; CREATE TABLE a (id bigint); END
--- silent: taken back on purpose
--- script
BEGIN; CREATE TABLE a (id bigint); ROLLBACK
