//! Free names of indexes and constraints, chosen as the server chooses them: cut where they are too long, and numbered
//! where something else has them.

use crate::error::{ArgumentError, Result, TableError};
use crate::facts::{Index, Table, Tables};
use crate::name::MOST_BYTES;
use crate::relation::Relation;

/// The names that an operation gives, each once.
pub(crate) struct Names<'a> {
    catalog: &'a dyn Tables,
    given: Vec<Relation>,
}

impl<'a> Names<'a> {
    pub(crate) fn new(catalog: &'a dyn Tables) -> Self {
        Names { catalog, given: Vec::new() }
    }

    /// The same with one that is given already.
    pub(crate) fn with(mut self, schema: &str, name: &str) -> Self {
        self.given.push(Relation { schema: Some(schema.into()), name: name.into() });
        self
    }

    /// The first of the numbered names that nothing has in the schema, or that `is_own` says is what is to be made, made
    /// already.
    pub(crate) fn choose(
        &mut self,
        schema: &str,
        numbered: impl Fn(u32) -> String,
        is_own: impl Fn(&str) -> Result<bool>,
    ) -> Result<String> {
        let mut number = 0;
        loop {
            let relation = Relation { schema: Some(schema.into()), name: numbered(number) };
            number += 1;
            if self.given.contains(&relation) {
                continue;
            }
            if !self.catalog.is_taken(&relation)? || is_own(&relation.name)? {
                self.given.push(relation.clone());
                return Ok(relation.name);
            }
        }
    }
}

/// What the indexes of partitions are attached to: a table's index of a name, with its number if it is there.
pub(crate) type Parent<'a> = (&'a Table, &'a str, Option<u32>);

/// The name of the index of a partition: that of the one which is attached already; otherwise like that of its parent, or
/// `earlier`, if it had one before. `is_it` says whether an index of a name is what is to be made.
pub(crate) fn on_partition(
    names: &mut Names,
    partition: &Table,
    (table, name, index): Parent,
    earlier: Option<&str>,
    is_it: impl Fn(&str) -> Result<bool>,
) -> Result<String> {
    let attached = |own: &&Index| own.parent.is_some() && own.parent == index;
    if let Some(own) = partition.indexes.iter().find(attached) {
        return Ok(own.name.clone());
    }
    let suffix = name.strip_prefix(&format!("{}_", table.name)).unwrap_or(name);
    let like = |number| match earlier {
        Some(earlier) => numbered(earlier, number),
        None => of_part(&partition.name, suffix, number),
    };
    // What is attached elsewhere cannot be attached again.
    let is_loose =
        |name: &str| partition.indexes.iter().any(|index| index.name == name && index.parent.is_none());
    names.choose(&partition.schema, like, |name| Ok(is_loose(name) && is_it(name)?))
}

/// Refuses a name that the server would cut.
pub(crate) fn check_length(argument: &'static str, name: &str) -> Result<()> {
    if name.len() > MOST_BYTES {
        return Err(ArgumentError::LongName { argument, name: name.into() }.into());
    }
    Ok(())
}

/// Refuses a schema that is not there.
pub(crate) fn check_schema(catalog: &dyn Tables, schema: &str) -> Result<()> {
    let there = catalog.schemas();
    if there.iter().any(|there| there == schema) {
        return Ok(());
    }
    let near = there.into_iter().filter(|there| !there.starts_with("pg_")).collect();
    Err(TableError::NoSchema { schema: schema.into(), near }.into())
}

/// Refuses a name that the table's schema has given to something else.
pub(crate) fn check_free(catalog: &dyn Tables, table: &Table, name: &str) -> Result<()> {
    let relation = Relation { schema: Some(table.schema.clone()), name: name.into() };
    if catalog.is_taken(&relation)? {
        return Err(TableError::Taken { name: name.into() }.into());
    }
    Ok(())
}

/// `table_columns_label`, the label numbered from 1 on; where that is too long the longer one of table and columns is
/// cut, as the server cuts them.
pub(crate) fn chosen(table: &str, columns: &str, label: &str, number: u32) -> String {
    let label = labelled(label, number);
    let (mut table, mut columns) = (table, columns);
    let separators = if columns.is_empty() { 1 } else { 2 };
    let room = MOST_BYTES.saturating_sub(label.len() + separators);
    while table.len() + columns.len() > room {
        let longer = if table.len() > columns.len() { &mut table } else { &mut columns };
        *longer = without_last(longer);
    }
    match columns {
        "" => format!("{table}_{label}"),
        columns => format!("{table}_{columns}_{label}"),
    }
}

/// `table_label` of a label of any length.
pub(crate) fn of_part(table: &str, label: &str, number: u32) -> String {
    // Something of the table's name stays, so that a long label does not make all names alike.
    let number = labelled("", number);
    let most = MOST_BYTES - number.len() - 1 - table.len().min(MOST_BYTES / 2);
    let mut label = label;
    while label.len() > most {
        label = without_last(label);
    }
    let mut table = table;
    while table.len() > MOST_BYTES - number.len() - 1 - label.len() {
        table = without_last(table);
    }
    format!("{table}_{label}{number}")
}

/// A name with a number behind it.
pub(crate) fn numbered(name: &str, number: u32) -> String {
    let number = labelled("", number);
    let mut name = name;
    while name.len() > MOST_BYTES - number.len() {
        name = without_last(name);
    }
    format!("{name}{number}")
}

fn labelled(label: &str, number: u32) -> String {
    if number == 0 { label.into() } else { format!("{label}{number}") }
}

fn without_last(text: &str) -> &str {
    let mut characters = text.chars();
    characters.next_back();
    characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    #[test]
    fn names_are_cut_as_the_server_cuts_them() {
        assert_eq!(chosen("t", "a_b", "idx", 0), "t_a_b_idx");
        assert_eq!(chosen("t", "", "pkey", 2), "t_pkey2");
        // What PostgreSQL 15 makes of CREATE INDEX ON this table (this column).
        let (table, column) = ("t".repeat(60), "c".repeat(40));
        assert_eq!(chosen(&table, &column, "idx", 0), format!("{}_{}_idx", "t".repeat(29), "c".repeat(29)));
        assert_eq!(chosen(&table, "a", "idx", 10).len(), MOST_BYTES);
        // Two bytes each.
        assert_eq!(chosen(&"é".repeat(31), "a", "idx", 0), format!("{}_a_idx", "é".repeat(28)));
    }

    #[test]
    fn no_label_is_too_long() {
        let (table, label) = ("p".repeat(63), "l".repeat(63));
        let name = of_part(&table, &label, 0);
        assert_eq!((name.len(), name.starts_with("pppp"), name.ends_with("llll")), (63, true, true));
        assert_eq!(of_part("p1", "v_idx", 0), "p1_v_idx");
        assert_eq!(of_part(&table, "v_idx", 3), format!("{}_v_idx3", "p".repeat(56)));
        assert_eq!(of_part("p", &label, 0), format!("p_{}", "l".repeat(61)));
        assert_eq!(numbered(&table, 12), format!("{}12", "p".repeat(61)));
    }

    #[test]
    fn a_name_is_given_once() {
        let fake = Fake::new(15, "a");
        let mut names = Names::new(&fake);
        let mut choose = || names.choose("s", |number| of_part(&"p".repeat(70), "i", number), |_| Ok(true));
        let (one, two) = (choose().unwrap(), choose().unwrap());
        assert_eq!(
            (one.as_str(), two.as_str()),
            (format!("{}_i", "p".repeat(61)).as_str(), format!("{}_i1", "p".repeat(60)).as_str())
        );
    }
}
