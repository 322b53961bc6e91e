CREATE EXTENSION hstore;
CREATE TABLE bags (id int GENERATED ALWAYS AS IDENTITY, things hstore);
INSERT INTO bags (things) VALUES ('a=>1');
