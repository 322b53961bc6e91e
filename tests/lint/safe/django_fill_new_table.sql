CREATE TABLE roles (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO roles (id, name) VALUES (1, 'reader'), (2, 'writer'), (3, 'admin');
