-- Nothing to do any more.
/* The table is made by 0001. */
-- CREATE TABLE a (id int);
