-- +goose Up
CREATE TABLE tags (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION tag_names() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT string_agg(name, ', ' ORDER BY name) FROM tags);
END
$$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION tag_names();
DROP TABLE tags;
