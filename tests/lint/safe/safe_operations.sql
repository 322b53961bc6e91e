SELECT migrate.safe_add_column('users', 'time_zone', 'text', '''UTC''', true);
SELECT migrate.safe_create_index('users', ARRAY['created_at']);
SELECT migrate.safe_add_constraint('orders', 'orders_total_positive', 'total >= 0');
