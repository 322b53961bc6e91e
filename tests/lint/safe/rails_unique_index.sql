CREATE UNIQUE INDEX CONCURRENTLY index_articles_on_slug ON articles (slug);
