CREATE INDEX CONCURRENTLY "articles_published_idx" ON "articles" ("published_at" DESC);
