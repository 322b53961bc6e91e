CREATE TABLE imported (id int PRIMARY KEY, source text);

BEGIN;
INSERT INTO imported VALUES (1, 'first');
SAVEPOINT before_second;
INSERT INTO imported VALUES (2, 'taken back');
CREATE TABLE taken_back (id int);
ROLLBACK TO SAVEPOINT before_second;
INSERT INTO imported VALUES (2, 'second');
SAVEPOINT before_third;
INSERT INTO imported VALUES (3, 'third');
RELEASE SAVEPOINT before_third;
RELEASE before_second;
COMMIT;
