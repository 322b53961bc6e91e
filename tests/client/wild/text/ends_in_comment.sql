-- a comment
CREATE TABLE a (id int) -- no semicolon, no line end