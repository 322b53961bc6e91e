CREATE INDEX CONCURRENTLY lines_order_part_idx ON lines (order_id, part_id);
