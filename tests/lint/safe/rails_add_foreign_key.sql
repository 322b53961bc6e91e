CREATE INDEX CONCURRENTLY index_articles_on_author_id ON articles (author_id);
SELECT migrate.safe_add_foreign_key('articles', ARRAY['author_id'], 'users');
