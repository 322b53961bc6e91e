CREATE TABLE IF NOT EXISTS profiles (id int PRIMARY KEY, name text);
ALTER TABLE profiles ADD COLUMN bio text NOT NULL DEFAULT '', ADD COLUMN age int CHECK (age > 0);
INSERT INTO profiles VALUES (1, 'Ann', 'x', 33) ON CONFLICT DO NOTHING;
CREATE VIEW adults AS SELECT id FROM profiles WHERE age >= 18;
