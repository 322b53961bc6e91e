-- add_reference :articles, :editor, index: { algorithm: :concurrently }
ALTER TABLE articles ADD COLUMN editor_id bigint;
CREATE INDEX CONCURRENTLY index_articles_on_editor_id ON articles (editor_id);
