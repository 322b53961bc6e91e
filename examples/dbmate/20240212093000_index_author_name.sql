-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY authors_name ON authors (name);

-- migrate:down transaction:false
DROP INDEX CONCURRENTLY authors_name;
