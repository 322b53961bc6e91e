CREATE TABLE articles_users (
    article_id bigint NOT NULL REFERENCES articles ON DELETE CASCADE,
    user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    PRIMARY KEY (article_id, user_id)
);
CREATE INDEX ON articles_users (user_id);
