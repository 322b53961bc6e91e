-- Constraints of tables. That a column is NOT NULL is the column's, unless more is to be said of it: a name that somebody has
-- chosen, a comment, NO INHERIT, NOT VALID. A name that the server has chosen says what the table was called by then.
SELECT 'constraint', n.nspname::text, format('%I on %I.%I', k.conname, n.nspname, c.relname),
       'pg_constraint', k.oid, 'pg_class', c.oid,
       json_build_object(
           'on', format('%I.%I', n.nspname, c.relname),
           'definition', pg_get_constraintdef(k.oid),
           -- Of a partition's NOT NULL a dump does not tell it.
           'inherited', CASE WHEN NOT k.conislocal AND NOT (k.contype = 'n' AND c.relispartition) THEN 'yes' END,
           'comment', d.description)
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d ON d.objoid = k.oid AND d.classoid = 'pg_constraint'::regclass AND d.objsubid = 0
WHERE c.relkind IN ('r', 'p', 'f') AND k.contype <> 't'
  AND (k.contype <> 'n' OR k.connoinherit OR NOT k.convalidated OR d.description IS NOT NULL
       OR k.conname !~ '_not_null[0-9]*$') AND {where: c.oid, c.relnamespace}
