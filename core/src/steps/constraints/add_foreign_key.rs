//! `migrate.safe_add_foreign_key`: NOT VALID first, validated without stopping anybody; with the index that looks up
//! what references a row, if it is asked for.

use crate::error::{ArgumentError, DefinitionError, Error, Result, TableError};
use crate::facts::{Catalog, Constraint, Index, Table};
use crate::lock::Mode;
use crate::name::{object_name, quoted_list, shown};
use crate::plan::draft::Draft;
use crate::request::{AddForeignKey, CreateIndex, Operation};
use crate::steps::again;
use crate::steps::operation::SafeOperation;

impl SafeOperation for AddForeignKey {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        if self.columns.is_empty() {
            return Err(ArgumentError::Empty { argument: "columns" }.into());
        }
        self.columns.iter().try_for_each(|column| table.column(column).map(|_| ()))?;
        let referenced = catalog.table(&self.referenced)?;
        match referenced.check() {
            // The right to reference it is enough.
            Ok(()) | Err(Error::Table(TableError::NotOwner { .. })) => {}
            Err(unfit) => return Err(unfit),
        }
        let columns = self.referenced_columns(&referenced)?;
        let key = Key {
            catalog,
            name: self.name_on(&table),
            on: quoted_list(catalog, &self.columns),
            to: quoted_list(catalog, &columns),
            actions: self.actions()?,
            referenced,
        };
        let mut drafts = Vec::new();
        match find_index(&table, &self.columns) {
            Some(index) if self.create_index => {
                let why = format!("index {} begins with these columns", shown(&index.name));
                let sql = format!("CREATE INDEX ON {} ({})", table.sql, key.on);
                drafts.push(Draft::new(sql, Mode::Share, &table).done_if(true).because(why));
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
        let mut inverse = again::back_to(&table, &self.name_on(&table));
        if self.create_index && find_index(&table, &self.columns).is_none() {
            inverse.extend(
                CreateIndex::of_columns(&self.table, &self.columns).inverse(catalog)?.unwrap_or_default(),
            );
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

    /// As the server writes them: the default is left out.
    fn actions(&self) -> Result<String> {
        let update = action("on_update", self.on_update.as_deref())?;
        let delete = action("on_delete", self.on_delete.as_deref())?;
        let full = if self.match_full { " MATCH FULL" } else { "" };
        let update = update.map(|action| format!(" ON UPDATE {action}")).unwrap_or_default();
        let delete = delete.map(|action| format!(" ON DELETE {action}")).unwrap_or_default();
        Ok(format!("{full}{update}{delete}{}", self.deferrable.words()))
    }

    fn name_on(&self, table: &Table) -> String {
        self.name.clone().unwrap_or_else(|| {
            let mut parts = vec![table.name.as_str()];
            parts.extend(self.columns.iter().map(String::as_str));
            object_name(&parts, "fkey")
        })
    }
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
    referenced: Table,
}

impl Key<'_> {
    fn definition(&self, referenced: &str) -> String {
        format!("FOREIGN KEY ({}) REFERENCES {referenced}({}){}", self.on, self.to, self.actions)
    }

    fn add(&self, table: &Table, rest: &str) -> Draft {
        let definition = self.definition(&self.referenced.sql);
        let name = self.catalog.quote(&self.name);
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {name} {definition}{rest}", table.sql);
        let mut draft = Draft::new(sql, Mode::ShareRowExclusive, table);
        if table.oid != self.referenced.oid {
            draft.lock.push_str(&format!(" and {}", self.referenced.display));
        }
        draft
    }

    /// The constraint that is there under the name, if it is the one that is asked for.
    fn there<'a>(&self, table: &'a Table) -> Result<Option<&'a Constraint>> {
        let Some(there) = table.constraint(&self.name) else { return Ok(None) };
        let wanted = self.definition(&self.referenced.display);
        if there.definition.trim_end_matches(" NOT VALID") != wanted {
            let (name, there) = (self.name.clone(), there.definition.clone());
            return Err(DefinitionError::Differs { what: "constraint", name, there, wanted }.into());
        }
        Ok(Some(there))
    }

    fn drafts(&self, table: &Table) -> Result<Vec<Draft>> {
        let there = self.there(table)?;
        let is_valid = there.is_some_and(|there| there.is_valid);
        let tree = table.tree();
        if is_valid || there.is_none() && tree.iter().all(|table| table.is_small) {
            let why = if is_valid { "" } else { "the table is small" };
            return Ok(vec![self.add(table, "").done_if(is_valid).because(why)]);
        }
        if !table.is_partitioned() {
            return self.slowly(table);
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
                    self.add(leaf, "").done_if(true).because(format!("as constraint {}", shown(&same.name))),
                ),
                None => drafts.extend(self.slowly(leaf)?),
            }
        }
        drafts
            .push(self.add(table, "").apart().because("takes those of the partitions over: no row is read"));
        Ok(drafts)
    }

    /// Added without a look at the rows, which comes after.
    fn slowly(&self, table: &Table) -> Result<Vec<Draft>> {
        let there = self.there(table)?;
        let name = self.catalog.quote(&self.name);
        let validate = format!("ALTER TABLE {} VALIDATE CONSTRAINT {name}", table.sql);
        let mut validate = Draft::new(validate, Mode::ShareUpdateExclusive, table)
            .done_if(there.is_some_and(|there| there.is_valid))
            .apart()
            .because("reads the table, stops nobody");
        if table.oid != self.referenced.oid {
            validate.lock.push_str(&format!(", ROW SHARE on {}", self.referenced.display));
        }
        Ok(vec![self.add(table, " NOT VALID").done_if(there.is_some()), validate])
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
