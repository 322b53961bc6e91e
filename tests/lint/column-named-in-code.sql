--- given
CREATE TABLE articles (id int, title text, note text, tsv tsvector);
CREATE TABLE other (title text);
CREATE TRIGGER tsv BEFORE INSERT ON articles FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger('tsv', 'pg_catalog.english', 'title');
CREATE FUNCTION note_length(i int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT length(note) FROM articles WHERE id = i); END $$;
--- finds error: a trigger's argument
--- script
ALTER TABLE articles RENAME COLUMN title TO heading
--- finds error: whatever becomes of it
--- script
ALTER TABLE articles DROP COLUMN title
--- finds warning: a function names table and column
--- script
ALTER TABLE articles DROP COLUMN note
--- finds warning: the function of a trigger names it
--- given
CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.id := 1; RETURN NEW; END $$;
CREATE TRIGGER k BEFORE INSERT ON articles FOR EACH ROW EXECUTE FUNCTION keep();
--- script
ALTER TABLE articles RENAME COLUMN id TO number
--- silent: the column of another table
--- script
ALTER TABLE other RENAME COLUMN title TO heading
--- silent: a type changes, the name stays
--- script
ALTER TABLE articles ALTER COLUMN title TYPE varchar
