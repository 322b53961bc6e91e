SELECT migrate.safe_drop_column('articles', 'body');
