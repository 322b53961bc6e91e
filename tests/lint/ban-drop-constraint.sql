--- given
CREATE TABLE users (id int PRIMARY KEY, mail text, CONSTRAINT mail_key UNIQUE (mail), CONSTRAINT has_mail CHECK (mail <> ''));
CREATE TABLE orders (u int CONSTRAINT u_fkey REFERENCES users ON DELETE CASCADE, v int CONSTRAINT v_fkey REFERENCES users);
--- finds error: foreign keys need it
--- script
ALTER TABLE users DROP CONSTRAINT users_pkey
--- finds info: a CHECK
--- script
ALTER TABLE users DROP CONSTRAINT has_mail
--- fix
SELECT migrate.safe_drop_constraint('users', 'has_mail');
--- finds info: a foreign key
--- script
ALTER TABLE orders DROP CONSTRAINT v_fkey
--- finds warning: one that takes rows along
--- script
ALTER TABLE orders DROP CONSTRAINT u_fkey
--- finds info: doubles, where nobody has used the index
--- script
ALTER TABLE users DROP CONSTRAINT mail_key
--- finds warning: a primary key that nothing refers to
--- given
DROP TABLE orders;
--- script
ALTER TABLE users DROP CONSTRAINT users_pkey
--- silent: it is exchanged
--- script
ALTER TABLE users DROP CONSTRAINT has_mail, ADD CONSTRAINT has_mail CHECK (mail <> ' ') NOT VALID
--- silent: in two statements
--- script
ALTER TABLE users DROP CONSTRAINT has_mail;
ALTER TABLE users ADD CONSTRAINT has_mail CHECK (mail <> ' ') NOT VALID
--- silent: the script has made it
--- script
ALTER TABLE users ADD CONSTRAINT c CHECK (mail IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT c;
ALTER TABLE users ALTER COLUMN mail SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT c
--- silent: it is not there
--- script
ALTER TABLE users DROP CONSTRAINT IF EXISTS nothing
