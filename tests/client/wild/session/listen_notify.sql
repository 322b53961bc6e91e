CREATE TABLE changes (id int, payload text);
CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('changes', NEW.id::text);
    RETURN NEW;
END $$;
CREATE TRIGGER tell AFTER INSERT ON changes FOR EACH ROW EXECUTE FUNCTION tell();
LISTEN changes;
NOTIFY changes, 'by hand';
INSERT INTO changes VALUES (1, 'first');
UNLISTEN changes;
UNLISTEN *;
NOTIFY "Other Channel";
INSERT INTO changes VALUES (2, 'second');
