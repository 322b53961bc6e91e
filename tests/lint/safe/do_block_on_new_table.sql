CREATE TABLE settings (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, value text);
DO $$
BEGIN
    FOR n IN 1..3 LOOP
        INSERT INTO settings (name, value) VALUES ('option ' || n, NULL);
    END LOOP;
END
$$;
