--- given
CREATE TABLE logs (a int);
CREATE TABLE logs_old () INHERITS (logs);
INSERT INTO logs_old VALUES (1);
CREATE TABLE logs_empty () INHERITS (logs);
CREATE TABLE parts (a int) PARTITION BY LIST (a);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
INSERT INTO parts VALUES (1);
--- finds warning: they are missed
--- script
ALTER TABLE logs_old NO INHERIT logs
--- finds info: a partition
--- script
ALTER TABLE parts DETACH PARTITION parts_1
--- silent: it has none
--- script
ALTER TABLE logs_empty NO INHERIT logs
--- silent: it comes in
--- script
CREATE TABLE n (a int);
ALTER TABLE n INHERIT logs
