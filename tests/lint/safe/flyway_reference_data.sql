INSERT INTO articles (title, slug) VALUES ('Terms', 'terms'), ('Privacy', 'privacy') ON CONFLICT DO NOTHING;
