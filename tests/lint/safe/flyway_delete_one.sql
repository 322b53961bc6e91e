DELETE FROM articles WHERE id = 17;
