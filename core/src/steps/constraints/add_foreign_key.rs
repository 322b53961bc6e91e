//! `migrate.safe_add_foreign_key`: NOT VALID first, validated without stopping anybody; with the index that looks up
//! what references a row, if it is asked for.

use crate::error::{ArgumentError, ColumnError, DefinitionError, Error, Result, TableError};
use crate::facts::{Catalog, Constraint, Index, Table};
use crate::lock::Mode;
use crate::name::{Quoting, quoted_list, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::request::{AddForeignKey, CreateIndex, DropIndex, Operation};
use crate::steps::again;
use crate::steps::constraints::periods;
use crate::steps::free::{check_length, chosen, numbered};
use crate::steps::operation::SafeOperation;
use crate::steps::tree::{check_tree, refuse_foreign};

const NOT_VALID: &str = " NOT VALID";

impl SafeOperation for AddForeignKey {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        check_tree(&table)?;
        refuse_foreign(&table, "add foreign key", "The server has no foreign keys of foreign tables.")?;
        if self.columns.is_empty() {
            return Err(ArgumentError::Empty { argument: "columns" }.into());
        }
        self.columns.iter().try_for_each(|column| table.column(column).map(|_| ()))?;
        if self.with_period {
            periods::check(catalog, "PERIOD")?;
        }
        let referenced = catalog.table(&self.referenced)?;
        match referenced.check() {
            // The right to reference it is enough.
            Ok(()) | Err(Error::Table(TableError::NotOwner { .. })) => {}
            Err(unfit) => return Err(unfit),
        }
        refuse_foreign(
            &referenced,
            "reference it by a foreign key",
            "The server has no unique keys of foreign tables.",
        )?;
        let key = self.key(catalog, &table, referenced)?;
        if table.constraint(&key.name).is_none() {
            let definition = |referenced: &str| key.definition(referenced);
            catalog.foreign_key(&table, &key.referenced, &definition)?;
        }
        let mut drafts = Vec::new();
        match find_index(&table, &self.columns) {
            Some(index) if self.create_index => {
                let why = format!("index {} begins with these columns", shown(&index.name));
                let columns = quoted_list(catalog, &self.columns);
                let sql = format!("CREATE INDEX ON {} ({columns})", table.sql);
                let what = words::create_index(&index.name, false, false);
                drafts.push(Draft::new(what, sql, Mode::Share, &table).done_if(true).because(why));
            }
            None if self.create_index => {
                drafts.extend(CreateIndex::of_columns(&self.table, &self.columns).drafts(catalog)?)
            }
            _ => {}
        }
        drafts.extend(key.drafts(&table)?);
        Ok(drafts)
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let key = self.key(catalog, &table, catalog.table(&self.referenced)?)?;
        let mut inverse = again::back_to(&table, &key.name);
        inverse.extend(again::left_on_partitions(&table, &key.name));
        inverse.extend(again::merged(&table, |there| there.kind == "f" && there.columns == self.columns));
        if self.create_index && find_index(&table, &self.columns).is_none() {
            let index = CreateIndex::of_columns(&self.table, &self.columns).inverse(catalog)?;
            let with_key = |operation| match operation {
                Operation::DropIndex(drop) => Operation::DropIndex(DropIndex { is_of_key: true, ..drop }),
                other => other,
            };
            inverse.extend(index.unwrap_or_default().into_iter().map(with_key));
        }
        Ok(Some(inverse))
    }
}

impl AddForeignKey {
    fn referenced_columns(&self, referenced: &Table) -> Result<Vec<String>> {
        if let Some(columns) = &self.referenced_columns {
            columns.iter().try_for_each(|column| referenced.column(column).map(|_| ()))?;
            return Ok(columns.clone());
        }
        let key = referenced.constraints.iter().find(|constraint| constraint.kind == "p");
        let table = referenced.display.clone();
        Ok(key.map(|key| key.columns.clone()).ok_or(DefinitionError::NoPrimaryKey { table })?)
    }

    /// The key on this table.
    fn key<'a>(&self, catalog: &'a dyn Catalog, table: &Table, referenced: Table) -> Result<Key<'a>> {
        let columns = self.referenced_columns(&referenced)?;
        if columns.len() != self.columns.len() {
            let (column, other) = ("column", "referenced column");
            let (columns, others) = (self.columns.len(), columns.len());
            return Err(ArgumentError::Counts { columns, column, others, other }.into());
        }
        let mut key = Key {
            catalog,
            name: String::new(),
            on: self.listed(catalog, &self.columns),
            to: self.listed(catalog, &columns),
            actions: self.actions(catalog)?,
            has_period: self.with_period,
            referenced,
        };
        key.name = match &self.name {
            Some(name) => name.clone(),
            None => {
                let columns = self.columns.join("_");
                let first = chosen(&table.name, &columns, "fkey", 0);
                // One of the same columns that differs in something else is what was meant, and is shown.
                let is_meant = |there: &Constraint| there.kind == "f" && there.columns == self.columns;
                match table.constraint(&first).is_some_and(is_meant) {
                    true => first,
                    false => key.free(table, |number| chosen(&table.name, &columns, "fkey", number)),
                }
            }
        };
        check_length("constraint_name", &key.name)?;
        Ok(key)
    }

    /// The columns of an end as the server writes them.
    fn listed(&self, names: &dyn Quoting, columns: &[String]) -> String {
        match columns.split_last() {
            Some((period, [])) if self.with_period => format!("PERIOD {}", names.quote(period)),
            Some((period, rest)) if self.with_period => {
                format!("{}, PERIOD {}", quoted_list(names, rest), names.quote(period))
            }
            _ => quoted_list(names, columns),
        }
    }

    /// As the server writes them: the default is left out.
    fn actions(&self, names: &dyn Quoting) -> Result<String> {
        let update = action("on_update", self.on_update.as_deref())?;
        let delete = match self.on_delete.as_deref().and_then(of_some_columns) {
            Some((action, columns)) => {
                let unknown = columns.iter().find(|column| !self.columns.contains(column));
                if let Some(column) = unknown {
                    let (column, what) = (column.clone(), "not one of the foreign key's".into());
                    return Err(ColumnError::WrongColumn { column, what }.into());
                }
                Some(format!("{action} ({})", quoted_list(names, &columns)))
            }
            None => action("on_delete", self.on_delete.as_deref())?.map(str::to_string),
        };
        let full = if self.match_full { " MATCH FULL" } else { "" };
        let update = update.map(|action| format!(" ON UPDATE {action}")).unwrap_or_default();
        let delete = delete.map(|action| format!(" ON DELETE {action}")).unwrap_or_default();
        Ok(format!("{full}{update}{delete}{}", self.deferrable.words()))
    }
}

/// SET NULL or SET DEFAULT of some of the key's columns, which ON DELETE can say.
fn of_some_columns(value: &str) -> Option<(&'static str, Vec<String>)> {
    let (words, columns) = value.trim().strip_suffix(')')?.split_once('(')?;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let action = ["SET NULL", "SET DEFAULT"].into_iter().find(|known| *known == words)?;
    let column = |text: &str| Relation::read(text.trim()).ok().filter(|name| name.schema.is_none());
    let columns: Option<Vec<String>> =
        columns.split(',').map(|text| column(text).map(|name| name.name)).collect();
    columns.map(|columns| (action, columns))
}

/// What the server does with the rows that reference one that changes; none for its default.
fn action(argument: &'static str, value: Option<&str>) -> Result<Option<&'static str>> {
    const ALL: [&str; 5] = ["NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT"];
    let Some(value) = value else { return Ok(None) };
    let words = value.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let known = ALL.into_iter().find(|known| *known == words);
    let known = known.ok_or_else(|| ArgumentError::Choice {
        argument,
        value: value.into(),
        choices: ALL.join(", "),
    })?;
    Ok((known != ALL[0]).then_some(known))
}

/// An index that finds the rows of a key: all its columns come first, in any order.
fn find_index<'a>(table: &'a Table, columns: &[String]) -> Option<&'a Index> {
    table.indexes.iter().find(|index| {
        let first = index.columns.get(..columns.len());
        index.is_valid
            && !index.is_partial
            && index.definition.trim_start_matches("UNIQUE ").starts_with("USING btree ")
            && first.is_some_and(|first| columns.iter().all(|column| first.contains(column)))
    })
}

/// The constraint, in the parts of its SQL.
struct Key<'a> {
    catalog: &'a dyn Catalog,
    name: String,
    on: String,
    to: String,
    actions: String,
    has_period: bool,
    referenced: Table,
}

impl Key<'_> {
    fn definition(&self, referenced: &str) -> String {
        format!("FOREIGN KEY ({}) REFERENCES {referenced}({}){}", self.on, self.to, self.actions)
    }

    /// The first of the numbered names that no constraint of the table has, or that the key itself has.
    fn free(&self, table: &Table, numbered: impl Fn(u32) -> String) -> String {
        let definition = self.definition(&self.referenced.display);
        let mut number = 0;
        loop {
            let name = numbered(number);
            number += 1;
            let is_own = |there: &Constraint| there.definition.trim_end_matches(" NOT VALID") == definition;
            if table.constraint(&name).is_none_or(is_own) {
                return name;
            }
        }
    }

    fn add(&self, table: &Table, name: &str, rest: &str) -> Draft {
        let definition = self.definition(&self.referenced.sql);
        let what = match rest {
            NOT_VALID => words::add_not_valid(name),
            _ => words::add_constraint(name),
        };
        let name = self.catalog.quote(name);
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {name} {definition}{rest}", table.sql);
        let draft = Draft::new(what, sql, Mode::ShareRowExclusive, table);
        match table.oid != self.referenced.oid {
            true => draft.locks_too(Mode::ShareRowExclusive, &self.referenced.display),
            false => draft,
        }
    }

    /// The constraint that is there under the name, if it is the one that is asked for.
    fn there<'a>(&self, table: &'a Table, name: &str) -> Result<Option<&'a Constraint>> {
        let Some(there) = table.constraint(name) else { return Ok(None) };
        let wanted = self.definition(&self.referenced.display);
        if there.definition.trim_end_matches(" NOT VALID") != wanted {
            let (name, there) = (name.to_string(), there.definition.clone());
            return Err(DefinitionError::Differs { what: "constraint", name, there, wanted }.into());
        }
        Ok(Some(there))
    }

    fn drafts(&self, table: &Table) -> Result<Vec<Draft>> {
        let there = self.there(table, &self.name)?;
        let is_valid = there.is_some_and(|there| there.is_valid);
        let tree = table.tree();
        if is_valid || there.is_none() && tree.iter().all(|table| table.is_small) {
            let why = if is_valid { "" } else { "the table is small" };
            return Ok(vec![self.add(table, &self.name, "").done_if(is_valid).because(why)]);
        }
        if self.has_period {
            return Err(match there {
                Some(there) => periods::not_validated(self.catalog, table, there),
                None => {
                    let (what, sql) = (periods::FOREIGN_KEY, self.add(table, &self.name, "").sql);
                    DefinitionError::OnlyWhileAllWait { what, table: table.display.clone(), sql }.into()
                }
            });
        }
        if !table.is_partitioned() {
            return self.slowly(table, &self.name);
        }
        let mut drafts = Vec::new();
        for leaf in tree.into_iter().filter(|table| !table.is_partitioned()) {
            let definition = self.definition(&self.referenced.display);
            let is_same = |there: &&Constraint| {
                there.is_valid && there.name != self.name && there.definition == definition
            };
            match leaf.constraints.iter().find(is_same) {
                // Under a name of its own.
                Some(same) => drafts.push(
                    self.add(leaf, &self.name, "")
                        .done_if(true)
                        .because(format!("as constraint {}", shown(&same.name))),
                ),
                None => {
                    let name = self.free(leaf, |number| numbered(&self.name, number));
                    drafts.extend(self.slowly(leaf, &name)?);
                }
            }
        }
        let whole = self.add(table, &self.name, "").apart();
        drafts.push(whole.because("takes those of the partitions over: no row is read"));
        Ok(drafts)
    }

    /// Added without a look at the rows, which comes after.
    fn slowly(&self, table: &Table, name: &str) -> Result<Vec<Draft>> {
        let there = self.there(table, name)?;
        let validate = Draft::validate(self.catalog, table, name);
        let mut validate = validate.done_if(there.is_some_and(|there| there.is_valid));
        if table.oid != self.referenced.oid {
            validate = validate.locks_too(Mode::RowShare, &self.referenced.display);
        }
        Ok(vec![self.add(table, name, NOT_VALID).done_if(there.is_some()), validate])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions() {
        assert_eq!(action("on_delete", None).unwrap(), None);
        assert_eq!(action("on_delete", Some("no action")).unwrap(), None);
        assert_eq!(action("on_delete", Some(" set  null ")).unwrap(), Some("SET NULL"));
        assert!(action("on_delete", Some("CASCADE; DROP TABLE t")).is_err());
        let some = |text: &str| of_some_columns(text);
        assert_eq!(some(" set null ( a, \"B\" ) "), Some(("SET NULL", vec!["a".into(), "B".into()])));
        assert_eq!(some("SET DEFAULT (a)"), Some(("SET DEFAULT", vec!["a".into()])));
        assert_eq!(some("CASCADE (a)"), None);
        assert_eq!(some("SET NULL (a) ON UPDATE CASCADE (b)"), None);
        assert_eq!(some("SET NULL (s.a)"), None);
    }

    #[test]
    fn indexes_that_find_the_rows_of_a_key() {
        let found = |columns: &[&str], definition: &str, is_valid: bool, is_partial: bool| {
            let table = serde_json::json!({
                "oid": 1, "schema": "s", "name": "t", "sql": "s.t", "display": "t", "kind": "r",
                "is_temporary": false, "is_system": false, "owner": "o", "is_owned": true, "is_small": true,
                "indexes": [{"oid": 2, "name": "i", "sql": "s.i", "definition": definition, "is_valid": is_valid,
                             "parent": null, "constraint": null, "columns": columns, "is_partial": is_partial}],
            });
            let table: Table = serde_json::from_value(table).unwrap();
            find_index(&table, &["a".into(), "b".into()]).is_some()
        };
        assert!(found(&["b", "a", "c"], "USING btree (b, a, c)", true, false));
        assert!(found(&["a", "b"], "UNIQUE USING btree (a, b)", true, false));
        assert!(!found(&["a"], "USING btree (a)", true, false));
        assert!(!found(&["c", "a", "b"], "USING btree (c, a, b)", true, false));
        assert!(!found(&["a", "b"], "USING gin (a, b)", true, false));
        assert!(!found(&["a", "b"], "USING btree (a, b)", false, false));
        assert!(!found(&["a", "b"], "USING btree (a, b) WHERE c", true, true));
    }
}
