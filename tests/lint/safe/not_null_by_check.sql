-- articles_slug_filled is valid: no row is read.
ALTER TABLE articles ALTER COLUMN slug SET NOT NULL;
