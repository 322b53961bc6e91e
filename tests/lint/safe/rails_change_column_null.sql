SELECT migrate.safe_set_not_null('articles', 'title');
