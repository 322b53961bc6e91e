//! Whether something is there by its name, as the session's search path finds it, and what a check must know of it.

use migrate_core::integrity::Key;
use migrate_core::relation::Relation;

use super::quoted;
use crate::postgres::spi;

/// Whether a table of any kind has the name: partitioned and foreign ones too, a view not.
pub fn table(name: &Relation) -> bool {
    let sql = "SELECT FROM pg_catalog.pg_class c
               WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                 AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f}'::pg_catalog.\"char\"[])";
    spi::row(sql, &[quoted(name).into()], |_| ()).is_some()
}

/// Whether a table or view has a column.
pub fn column(table: &Relation, column: &str) -> bool {
    column_name(table, column).is_some()
}

/// A column by the name that the catalog has, or that SQL would read; as the catalog has it.
pub fn column_name(table: &Relation, column: &str) -> Option<String> {
    let sql = "SELECT a.attname::pg_catalog.text
               FROM pg_catalog.pg_attribute a
               JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) a.attrelid
               WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                 AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,f,v,m}'::pg_catalog.\"char\"[])
                 AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 AND NOT a.attisdropped
                 AND (a.attname OPERATOR(pg_catalog.=) $2::pg_catalog.name
                      OR a.attname OPERATOR(pg_catalog.=) $3::pg_catalog.name)
               ORDER BY (a.attname OPERATOR(pg_catalog.=) $2::pg_catalog.name) DESC";
    spi::row(sql, &[quoted(table).into(), column.into(), as_sql(column).into()], |row| row.must(1))
}

/// The columns of a table or view, for people.
pub fn columns(table: &Relation) -> Vec<String> {
    let sql = "SELECT a.attname::pg_catalog.text
               FROM pg_catalog.pg_attribute a
               WHERE a.attrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                 AND a.attnum OPERATOR(pg_catalog.>) 0::pg_catalog.int2 AND NOT a.attisdropped
               ORDER BY a.attnum";
    spi::rows(sql, &[quoted(table).into()], |row| row.must(1))
}

/// Whether an index has the name; with `valid_only`, one that queries can use.
pub fn index(name: &Relation, valid_only: bool) -> bool {
    let sql = "SELECT FROM pg_catalog.pg_index i
               WHERE i.indexrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                 AND (NOT $2 OR i.indisvalid AND i.indisready AND i.indislive)";
    spi::row(sql, &[quoted(name).into(), valid_only.into()], |_| ()).is_some()
}

/// Whether a table has a constraint; with `valid_only`, one that holds for every row.
pub fn constraint(table: &Relation, constraint: &str, valid_only: bool) -> bool {
    let sql = "SELECT FROM pg_catalog.pg_constraint k
               WHERE k.conrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                 AND (k.conname OPERATOR(pg_catalog.=) $2::pg_catalog.name
                      OR k.conname OPERATOR(pg_catalog.=) $3::pg_catalog.name)
                 AND (NOT $4 OR k.convalidated)";
    let args = [quoted(table).into(), constraint.into(), as_sql(constraint).into(), valid_only.into()];
    spi::row(sql, &args, |_| ()).is_some()
}

/// What a name without a schema is where it stands in SQL: small letters, or what is between the quotes.
fn as_sql(name: &str) -> Option<String> {
    Relation::read(name).ok().filter(|read| read.schema.is_none()).map(|read| read.name)
}

/// What a name stands for, where it stands for something.
pub enum Found {
    /// Something with rows: schema and name, quoted, and what names a row.
    Rows(String, Key),
    /// Something else, with an article.
    Other(&'static str),
}

/// What a name stands for.
pub fn relation(name: &Relation) -> Option<Found> {
    let sql = "SELECT c.relkind::pg_catalog.text, c.relhassubclass,
                      pg_catalog.format('%I.%I', n.nspname, c.relname), pg_catalog.quote_ident(c.relname),
                      ARRAY(SELECT pg_catalog.quote_ident(a.attname)
                            FROM pg_catalog.pg_index i
                            CROSS JOIN LATERAL pg_catalog.unnest(i.indkey) WITH ORDINALITY k (attnum, place)
                            JOIN pg_catalog.pg_attribute a
                              ON a.attrelid OPERATOR(pg_catalog.=) c.oid AND a.attnum OPERATOR(pg_catalog.=) k.attnum
                            WHERE i.indrelid OPERATOR(pg_catalog.=) c.oid AND i.indisprimary
                              AND k.place OPERATOR(pg_catalog.<=) i.indnkeyatts
                            ORDER BY k.place)
               FROM pg_catalog.pg_class c
               JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
               WHERE c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid";
    spi::row(sql, &[quoted(name).into()], |row| {
        let several = row.must(2);
        let key: Vec<String> = row.must(5);
        let other = match row.must::<String>(1).as_str() {
            "r" | "p" | "m" if !key.is_empty() => return Found::Rows(row.must(3), Key::Columns(key)),
            "r" | "p" | "m" => return Found::Rows(row.must(3), Key::Place { several }),
            "v" | "f" => return Found::Rows(row.must(3), Key::Row(row.must(4))),
            "i" | "I" => "an index",
            "S" => "a sequence",
            "c" => "a composite type",
            _ => "not a table",
        };
        Found::Other(other)
    })
}

/// The extension that a relation is a part of.
pub fn extension_of(name: &Relation) -> Option<String> {
    let sql = "SELECT e.extname::pg_catalog.text FROM pg_catalog.pg_depend d
               JOIN pg_catalog.pg_extension e ON e.oid OPERATOR(pg_catalog.=) d.refobjid
               WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
                 AND d.objid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
                 AND d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_extension'::pg_catalog.regclass
                 AND d.deptype OPERATOR(pg_catalog.=) 'e'";
    spi::row(sql, &[quoted(name).into()], |row| row.must(1))
}
