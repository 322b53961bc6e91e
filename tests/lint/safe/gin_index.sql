CREATE INDEX CONCURRENTLY orders_details_idx ON orders USING gin (details jsonb_path_ops);
