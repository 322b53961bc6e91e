CREATE TABLE tasks (id int PRIMARY KEY, state text DEFAULT 'new', tries int DEFAULT 0);
CREATE TABLE history (id int, state text);

CREATE FUNCTION open_tasks() RETURNS SETOF int
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT id FROM tasks WHERE state <> 'done' ORDER BY id;
END;

CREATE PROCEDURE finish(task int)
LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO history SELECT id, state FROM tasks WHERE id = task;
    UPDATE tasks
    SET state = CASE WHEN tries > 3 THEN 'failed' ELSE 'done' END, tries = tries + 1
    WHERE id = task;
END;

CREATE OR REPLACE FUNCTION plus(a int, b int) RETURNS int RETURN a + b;
create function nothing() returns void language sql begin atomic end;
CREATE FUNCTION in_case(x int) RETURNS text LANGUAGE sql
BEGIN ATOMIC;
    ;
    SELECT CASE x WHEN 1 THEN 'begin; end;' ELSE (SELECT CASE WHEN true THEN 'end' END) END;
END;

INSERT INTO tasks (id) VALUES (1), (2);
CALL finish(1);
BEGIN;
CALL finish(2);
CREATE TABLE opened AS SELECT open_tasks() AS id, plus(1, 2), in_case(1);
END;
