-- Two tables that point at each other can only be filled with the check put off.
CREATE TABLE teams (id int PRIMARY KEY, captain int NOT NULL);
CREATE TABLE players (id int PRIMARY KEY, team int NOT NULL REFERENCES teams DEFERRABLE INITIALLY IMMEDIATE);
ALTER TABLE teams ADD CONSTRAINT captain_plays FOREIGN KEY (captain) REFERENCES players DEFERRABLE INITIALLY DEFERRED;

BEGIN;
SET CONSTRAINTS ALL DEFERRED;
INSERT INTO players VALUES (1, 10), (2, 10);
INSERT INTO teams VALUES (10, 1);
SET CONSTRAINTS players_team_fkey IMMEDIATE;
INSERT INTO players VALUES (3, 10);
COMMIT;
