UPDATE articles SET title = 'Terms of use' WHERE id = 18;
