CREATE STATISTICS orders_user_state ON user_id, state FROM orders;
