--- finds warning: a file of the server
--- script
COPY countries FROM '/srv/countries.csv'
--- finds warning: written there
--- script
COPY (SELECT 1) TO '/srv/out.csv'
--- finds error: a program
--- script
COPY countries FROM PROGRAM 'curl https://example.com'
--- silent: no file
--- script
INSERT INTO countries SELECT * FROM elsewhere
--- silent: what the script has itself
--- script
COPY countries FROM stdin;
\.
