-- +goose NO TRANSACTION
-- +goose Up
-- Each statement has a transaction and a time of its own.
CREATE TABLE times (n int, at timestamptz DEFAULT now());
INSERT INTO times (n) VALUES (1);
SELECT pg_sleep(0.002);
INSERT INTO times (n) VALUES (2);
CREATE TABLE distinct_times AS SELECT count(DISTINCT at) FROM times;
ALTER TABLE times DROP COLUMN at;
