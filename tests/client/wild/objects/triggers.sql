CREATE TABLE stock (sku text PRIMARY KEY, n int CHECK (n >= 0), updated int DEFAULT 0);
CREATE TABLE audit (n serial, op text, rows int);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.updated := OLD.updated + 1; RETURN NEW; END; $$;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit (op, rows) SELECT TG_OP, count(*) FROM changed;
    RETURN NULL;
END; $$;
CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit (op) VALUES ('late'); RETURN NULL; END $$;
CREATE TRIGGER touch BEFORE UPDATE OF n ON stock FOR EACH ROW WHEN (OLD.n IS DISTINCT FROM NEW.n) EXECUTE PROCEDURE touch();
CREATE TRIGGER note AFTER INSERT ON stock REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note();
CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON stock DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late();
INSERT INTO stock VALUES ('a', 1), ('b', 2);
BEGIN;
UPDATE stock SET n = n + 1 WHERE sku = 'a';
COMMIT;
INSERT INTO stock VALUES ('c', 3);
ALTER TABLE stock DISABLE TRIGGER touch;
SET session_replication_role = replica;
UPDATE stock SET n = 9 WHERE sku = 'b';
SET session_replication_role = DEFAULT;
ALTER TABLE stock ENABLE ALWAYS TRIGGER note;
