--- finds info: an enum
--- script
CREATE TYPE status AS ENUM ('draft', 'published')
--- silent: other types
--- script
CREATE TYPE point3 AS (x float8, y float8, z float8);
CREATE DOMAIN label AS text
--- silent: a row of these fields
--- script
CREATE TYPE status AS (draft text, published text)
