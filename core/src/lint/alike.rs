//! Statements of a script of data, each of which says the same as the one before it, with other constants.

use std::collections::HashMap;

use crate::ddl::Command;
use crate::ddl::dml::{Dml, Insert, InsertSource};

/// How many are looked at in a row.
const ENOUGH: u32 = 1_000;

/// Which statements are looked at: of the INSERTs of constants that follow each other, the first of each table with its
/// list of columns. Rules would say of the others what they say of these.
#[derive(Debug, Default)]
pub struct Alike {
    seen: HashMap<(Option<String>, String, Vec<String>), u32>,
}

impl Alike {
    /// Whether the next statement of the script is looked at.
    pub fn is_new(&mut self, command: &Command) -> bool {
        let Command::Dml(Dml::Insert(insert)) = command else {
            // What follows may have another meaning.
            self.seen.clear();
            return true;
        };
        if !is_of_constants(insert) {
            self.seen.clear();
            return true;
        }
        let key = (insert.relation.schema.clone(), insert.relation.name.clone(), insert.columns.clone());
        let count = self.seen.entry(key).or_default();
        *count += 1;
        *count <= ENOUGH
    }
}

/// Whether an INSERT names nothing but its table and columns.
fn is_of_constants(insert: &Insert) -> bool {
    let Insert { source, on_conflict, returning, query, .. } = insert;
    let names_more = query.relations.len() > 1 || !query.functions.is_empty() || query.with_writes;
    *source == InsertSource::Values && on_conflict.is_none() && !returning && !names_more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ddl::name::RangeVar;

    fn insert(table: &str, columns: &[&str]) -> Command {
        let relation = RangeVar { name: table.into(), ..RangeVar::default() };
        let columns = columns.iter().map(|column| (*column).into()).collect();
        Command::Dml(Dml::Insert(Box::new(Insert {
            relation,
            columns,
            source: InsertSource::Values,
            ..Insert::default()
        })))
    }

    #[test]
    fn of_each_table_and_its_columns_the_first_are_looked_at() {
        let mut alike = Alike::default();
        let mut looked_at =
            |command: &Command, times: u32| (0..times).filter(|_| alike.is_new(command)).count();
        assert_eq!(looked_at(&insert("a", &[]), 1_500), 1_000);
        assert_eq!(looked_at(&insert("a", &["n"]), 10), 10);
        assert_eq!(looked_at(&insert("b", &[]), 10), 10);
        assert_eq!(looked_at(&insert("a", &[]), 10), 0);
        // Behind something else they may mean something else.
        assert_eq!(looked_at(&Command::Other, 2_000), 2_000);
        assert_eq!(looked_at(&insert("a", &[]), 10), 10);
    }

    #[test]
    fn what_names_more_is_looked_at() {
        let mut alike = Alike::default();
        let Command::Dml(Dml::Insert(mut one)) = insert("a", &[]) else { unreachable!() };
        one.returning = true;
        let command = Command::Dml(Dml::Insert(one));
        assert!((0..2_000).all(|_| alike.is_new(&command)));
    }
}
