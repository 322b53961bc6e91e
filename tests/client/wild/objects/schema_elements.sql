CREATE SCHEMA hollywood
    CREATE VIEW winners AS SELECT title, release FROM films WHERE awards IS NOT NULL
    CREATE TABLE films (title text, release date, awards text[])
    CREATE INDEX films_title ON films (title)
    CREATE SEQUENCE numbers
    GRANT SELECT ON films TO PUBLIC;
CREATE SCHEMA IF NOT EXISTS hollywood;
ALTER SCHEMA hollywood RENAME TO bollywood;
INSERT INTO bollywood.films VALUES ('Lagaan', '2001-06-15', '{a,b}');
CREATE SCHEMA emptied;
DROP SCHEMA emptied;
ALTER TABLE bollywood.films SET SCHEMA public;
