--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds warning: the index is built
--- script
ALTER TABLE articles ADD CONSTRAINT pk PRIMARY KEY (id, title) INCLUDE (body)
--- fix
SELECT migrate.safe_add_primary_key('articles', ARRAY['id', 'title'], constraint_name => 'pk', include => ARRAY['body']);
--- finds error: many rows
--- given
UPDATE pg_class SET reltuples = 5e6, relpages = 2 WHERE oid = 'articles'::regclass;
--- script
ALTER TABLE articles ADD PRIMARY KEY (id)
--- finds info: few rows
--- given
TRUNCATE articles;
--- script
ALTER TABLE articles ADD PRIMARY KEY (id)
--- finds warning: a column of the index may be NULL
--- given
CREATE UNIQUE INDEX i ON articles (id);
--- script
ALTER TABLE articles ADD PRIMARY KEY USING INDEX i
--- fix
SELECT migrate.safe_set_not_null('articles', 'id');
ALTER TABLE articles ADD PRIMARY KEY USING INDEX i;
--- finds warning: of an index that the script makes
--- script
CREATE UNIQUE INDEX CONCURRENTLY i ON articles (id);
ALTER TABLE articles ADD PRIMARY KEY USING INDEX i
--- silent: the columns are NOT NULL
--- given
CREATE UNIQUE INDEX i ON articles (id);
ALTER TABLE articles ALTER id SET NOT NULL;
--- script
ALTER TABLE articles ADD PRIMARY KEY USING INDEX i
--- silent: a CHECK proves it
--- given
CREATE UNIQUE INDEX i ON articles (id);
ALTER TABLE articles ADD CHECK (id IS NOT NULL);
--- script
ALTER TABLE articles ADD PRIMARY KEY USING INDEX i
--- finds warning: each row is numbered
--- script
ALTER TABLE articles ADD COLUMN n bigserial
--- fix
SELECT migrate.safe_add_column('articles', 'n', 'bigserial');
--- finds warning: and a key
--- script
ALTER TABLE articles ADD COLUMN n serial PRIMARY KEY
--- fix
SELECT migrate.safe_add_column('articles', 'n', 'serial');
SELECT migrate.safe_add_primary_key('articles', ARRAY['n']);
--- finds warning: identity
--- script
ALTER TABLE articles ADD COLUMN n bigint GENERATED ALWAYS AS IDENTITY
--- finds warning: a key with a default
--- script
ALTER TABLE articles ADD COLUMN n uuid PRIMARY KEY DEFAULT gen_random_uuid()
--- silent: identity of a column that is there
--- script
ALTER TABLE articles ALTER id ADD GENERATED ALWAYS AS IDENTITY
--- silent: new
--- script
CREATE TABLE lists (a bigserial);
ALTER TABLE lists ADD PRIMARY KEY (a)
