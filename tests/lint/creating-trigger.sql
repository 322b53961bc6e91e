--- given
CREATE TABLE articles (id bigint, title text, body text);
INSERT INTO articles SELECT g, g, g FROM generate_series(1, 300) g;
--- finds info: writers wait for a moment
--- script
CREATE TRIGGER t BEFORE UPDATE ON articles FOR EACH ROW EXECUTE FUNCTION f()
--- silent: new
--- script
CREATE TABLE lists (a int);
CREATE TRIGGER t BEFORE UPDATE ON lists FOR EACH ROW EXECUTE FUNCTION f()
--- silent: a view takes no writes of its own
--- given
CREATE VIEW v AS SELECT * FROM articles;
--- script
CREATE TRIGGER t INSTEAD OF UPDATE ON v FOR EACH ROW EXECUTE FUNCTION f()
