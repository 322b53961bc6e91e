--- given
CREATE TYPE mood AS ENUM ('ok');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
--- finds error: a column has it
--- given
CREATE TABLE people (mood mood);
--- script
DROP TYPE mood
--- finds error: a function takes an array of it
--- given
CREATE FUNCTION f(positive[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
--- script
DROP DOMAIN positive
--- silent: nothing needs it
--- script
DROP TYPE mood
--- silent: new
--- given
CREATE TABLE people (mood mood);
--- script
CREATE TYPE m AS ENUM ('ok');
DROP TYPE m
--- silent: with CASCADE another rule speaks
--- given
CREATE TABLE people (mood mood);
--- script
DROP TYPE mood CASCADE
