BEGIN;
CREATE TABLE batches (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, started_at timestamptz NOT NULL DEFAULT now());
COMMIT;

BEGIN;
ALTER TABLE orders ADD COLUMN batch_id bigint;
COMMIT;

CREATE INDEX CONCURRENTLY orders_batch_idx ON orders (batch_id);
