--- finds warning: no time between
--- script
SELECT * FROM migrate.safe_drop_column('shop.articles', 'state');
SELECT migrate.complete('shop.articles', 'state')
--- silent: it was begun before
--- script
SELECT migrate.complete('articles', 'state')
--- silent: of another table
--- script
SELECT migrate.safe_rename_column('users', 'a', 'b');
SELECT migrate.complete('articles', 'state')
--- silent: by its number
--- script
SELECT migrate.safe_rename_column('users', 'a', 'b');
SELECT migrate.complete(4)
