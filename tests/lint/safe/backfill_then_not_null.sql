ALTER TABLE orders ADD COLUMN currency text;
SELECT migrate.safe_backfill('orders', 'currency = ''EUR''', 'currency IS NULL');
SELECT migrate.safe_set_not_null('orders', 'currency');
