CREATE TABLE awkward (
    id   integer PRIMARY KEY,
    body text NOT NULL DEFAULT 'a ''quoted'' % \ ? :x $1 ü',
    tags text[]
);

CREATE FUNCTION awkward_words(input text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- "quotes", 100 %, a\b, what? :name, @name, {brace}, ${dollar}, ü
    RETURN format('%s %% %I', input, 'é"') || E'\t\\';
END
$$;

DO $do$ BEGIN INSERT INTO awkward (id, tags) VALUES (1, '{a,"b c"}'); END $do$;
