--- finds error: UPDATE
--- script
UPDATE t SET a = 1, b = 2, a = 3
--- finds error: INSERT
--- script
INSERT INTO t (a, b, a) VALUES (1, 2, 3)
--- finds error: CREATE TABLE
--- script
CREATE TABLE t (a int, "A" int, a text)
--- silent: others
--- script
UPDATE t SET a = 1, "A" = 2;
UPDATE t SET p.x = 1, p.y = 2;
UPDATE t SET p[1] = 1, p[2] = 2;
INSERT INTO t (p[1], p[2]) VALUES (1, 2);
CREATE TABLE u (a int, "A" int)
--- silent: three columns
--- script
UPDATE t SET a = 1, b = 2, c = 3
