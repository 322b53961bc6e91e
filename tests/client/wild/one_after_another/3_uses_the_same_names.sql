DO $$
BEGIN
    PERFORM lastval();
    INSERT INTO facts (what) VALUES ('a value of a sequence was left');
EXCEPTION WHEN object_not_in_prerequisite_state THEN
    INSERT INTO facts (what) VALUES ('no value of a sequence was left');
END $$;
CREATE TEMP TABLE scratch AS SELECT 'other' AS word;
PREPARE ins(text) AS INSERT INTO facts (what) SELECT $1 || word FROM scratch;
EXECUTE ins('an');
DECLARE walk CURSOR WITH HOLD FOR SELECT 2;
FETCH walk;
CREATE TABLE app.t (id int);
CREATE TABLE t (id int);
