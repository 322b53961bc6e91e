CREATE TABLE reports (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
GRANT SELECT ON reports TO pg_read_all_data;
