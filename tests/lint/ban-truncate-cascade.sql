--- given
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int PRIMARY KEY REFERENCES a);
CREATE TABLE c (b int REFERENCES b);
--- finds error: two go along
--- script
TRUNCATE a CASCADE
--- finds info: none goes along
--- script
TRUNCATE c CASCADE
--- finds error: not here
--- script
TRUNCATE elsewhere CASCADE
--- silent: without CASCADE it would fail
--- script
TRUNCATE a, b, c
--- silent: new
--- script
CREATE TABLE n (a int);
TRUNCATE n CASCADE
