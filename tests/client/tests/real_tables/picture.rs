//! A database as lines of text: what is defined in its schemas, and the rows of its tables, whatever the order of columns.

use migrate_client_tests::{Db, Session};

use super::settings::literal;

/// Prints it: `definitions(schemas)`, and `cells(table, columns, labels)`.
const FUNCTIONS: &str = include_str!("picture.sql");

/// A session that looks.
pub struct Looker(Session);

impl Looker {
    /// Of a database.
    pub fn new(db: &Db) -> Looker {
        let mut session = db.session();
        session.exec(FUNCTIONS);
        Looker(session)
    }

    /// The session.
    pub fn session(&mut self) -> &mut Session {
        &mut self.0
    }

    /// What is defined, sorted.
    pub fn definitions(&mut self, schemas: &[&str]) -> Vec<String> {
        let list = schemas.iter().map(|schema| literal(schema)).collect::<Vec<_>>().join(", ");
        let mut lines = self.0.query_text(&format!("SELECT * FROM pg_temp.definitions(ARRAY[{list}])"));
        lines.sort();
        lines
    }

    /// Each table's rows, sorted; under each column's label stands what is in the column.
    pub fn rows(&mut self, table: &str, columns: &[(String, String)]) -> Vec<String> {
        let list = |of: &mut dyn Iterator<Item = &String>| {
            of.map(|text| literal(text)).collect::<Vec<_>>().join(", ")
        };
        let names = list(&mut columns.iter().map(|(name, _)| name));
        let labels = list(&mut columns.iter().map(|(_, label)| label));
        let sql = format!(
            "SELECT * FROM pg_temp.cells({}::regclass, ARRAY[{names}]::text[], ARRAY[{labels}]::text[])",
            literal(table)
        );
        match self.0.try_query(&sql) {
            Ok(mut lines) => {
                lines.sort();
                lines
            }
            // A foreign table that nobody can read any more is no better in the twin.
            Err(error) => vec![format!("rows of {table}: {} {}", error.sqlstate, error.message)],
        }
    }

    /// The ordinary and partitioned tables of these schemas, quoted.
    pub fn tables(&mut self, schemas: &[&str]) -> Vec<String> {
        let list = schemas.iter().map(|schema| literal(schema)).collect::<Vec<_>>().join(", ");
        self.0.query_text(&format!(
            "SELECT format('\"%s\".\"%s\"', nspname, replace(relname, '\"', '\"\"')) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
             WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname IN ({list}) ORDER BY 1"
        ))
    }

    /// A table's columns, in their names' order.
    pub fn columns(&mut self, table: &str) -> Vec<String> {
        self.0.query_text(&format!(
            "SELECT attname FROM pg_attribute WHERE attrelid = {}::regclass AND attnum > 0 AND NOT attisdropped
             ORDER BY attname COLLATE \"C\"",
            literal(table)
        ))
    }

    /// Definitions and rows.
    pub fn whole(&mut self, schemas: &[&str]) -> Vec<String> {
        let mut lines = self.definitions(schemas);
        for table in self.tables(schemas) {
            let columns: Vec<_> = self.columns(&table).into_iter().map(|name| (name.clone(), name)).collect();
            lines.extend(self.rows(&table, &columns));
        }
        lines
    }
}

/// What is in one and not in the other; a line as often as it is missing.
pub fn missing(from: &[String], of: &[String]) -> Vec<String> {
    let mut left: Vec<&String> = from.iter().collect();
    left.sort();
    let mut lines = Vec::new();
    for line in of {
        match left.binary_search(&line) {
            Ok(at) => drop(left.remove(at)),
            Err(_) => lines.push(line.clone()),
        }
    }
    lines
}
