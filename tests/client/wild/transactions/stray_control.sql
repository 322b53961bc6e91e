-- What generators leave behind: a COMMIT too many, a BEGIN in a block, an empty block.
COMMIT;
CREATE TABLE kept (id int);
COMMIT;
BEGIN;
BEGIN;
INSERT INTO kept VALUES (1);
COMMIT;
ROLLBACK;
BEGIN; COMMIT;
;
INSERT INTO kept VALUES (2);;
END;
