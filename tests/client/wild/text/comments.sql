-- ;; a comment with semicolons; and 'quotes, and $dollar$ signs
/* a block /* nested; */ still; 'open */ CREATE TABLE a /* inside; */ (id int -- trailing;
, name text /* ' */); -- behind
/**/ /***/ /* -- */ INSERT INTO a VALUES (1, '-- no comment; /* nor this */') /* last */;
--
-- BEGIN;
-- DROP TABLE a;
-- COMMIT;
SELECT 1 -- without an end of its own
;
CREATE FUNCTION commented() RETURNS int LANGUAGE plpgsql AS $$
/* kept; as it is */
BEGIN -- kept, too
    RETURN 1; /* and /* nested */ */
END $$;
SELECT 2 */* a star, then a comment */ 3;
SELECT 5 - -1, 7 --1
- 1;
/* the end */ -- of the file