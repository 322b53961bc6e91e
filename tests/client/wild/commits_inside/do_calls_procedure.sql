CREATE TABLE log (n serial, word text);

CREATE PROCEDURE note(word text) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log (word) VALUES (note.word);
    COMMIT;
    INSERT INTO log (word) VALUES (note.word || ' again');
    ROLLBACK;
END $$;

DO $$
BEGIN
    FOR i IN 1..3 LOOP
        CALL note('round ' || i);
    END LOOP;
    INSERT INTO log (word) VALUES ('end');
END $$;

INSERT INTO log (word) SELECT count(DISTINCT xmin::text)::text FROM log;
DROP PROCEDURE note;
