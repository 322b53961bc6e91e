DROP VIEW adults;
ALTER TABLE profiles DROP COLUMN bio, DROP COLUMN age;
DROP TABLE profiles;
