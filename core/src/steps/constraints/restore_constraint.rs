//! A constraint as it was, NOT VALID if it was so: what takes back that it was validated or dropped.

use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, NotNull, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{Operation, RestoreConstraint};
use crate::steps::comment;
use crate::steps::constraints::{periods, restore_not_null};
use crate::steps::operation::SafeOperation;

const NOT_VALID: &str = " NOT VALID";
const NOT_ENFORCED: &str = " NOT ENFORCED";

/// Of a definition that the server makes only while everybody waits, what it is.
fn excluding(definition: &str) -> Option<&'static str> {
    let is_key = definition.starts_with("PRIMARY KEY (") || definition.starts_with("UNIQUE ");
    match definition.starts_with("EXCLUDE ") {
        true => Some("an exclusion constraint"),
        false if periods::is_foreign_key(definition) => Some(periods::FOREIGN_KEY),
        false => (is_key && definition.contains(" WITHOUT OVERLAPS)")).then_some("a key WITHOUT OVERLAPS"),
    }
}

impl SafeOperation for RestoreConstraint {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let mut drafts = self.drafts_on(catalog, &table)?;
        if restore_not_null::has_other_name(self, catalog, &table) {
            return Ok(drafts);
        }
        let comment = comment::on_constraint(catalog, &table, &self.name, self.comment.as_deref());
        // A constraint that is made anew has none.
        let is_there = drafts.iter().all(|draft| draft.is_done || draft.sql.contains(" VALIDATE "));
        drafts.extend(comment.map(|draft| if is_there { draft } else { draft.done_if(false) }));
        Ok(drafts)
    }

    /// It is only made from what was there, and is not taken back.
    fn inverse(&self, _: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        Ok(None)
    }
}

impl RestoreConstraint {
    /// The constraint alone, on a table as it will be.
    pub(crate) fn drafts_on(&self, names: &dyn Quoting, table: &Table) -> Result<Vec<Draft>> {
        if let Some(wanted) = NotNull::of(&self.definition) {
            return restore_not_null::drafts(self, wanted, names, table);
        }
        let name = names.quote(&self.name);
        let alter = |what: String, action: String| {
            Draft::new(what, format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
        };
        let bare = self.definition.trim_end_matches(NOT_VALID);
        // By then it has gone with the table's.
        let there = table.constraint(&self.name).filter(|there| there.is_local || !self.is_merged);
        if let Some(there) = there
            && there.definition.trim_end_matches(NOT_VALID) != bare
        {
            let (name, wanted) = (self.name.clone(), self.definition.clone());
            let there = there.definition.clone();
            return Err(DefinitionError::Differs { what: "constraint", name, there, wanted }.into());
        }
        let add = |definition: &str| {
            let what = match definition.ends_with(NOT_VALID) {
                true => words::add_not_valid(&self.name),
                false => words::add_constraint(&self.name),
            };
            alter(what, format!("ADD CONSTRAINT {name} {definition}"))
        };
        // No row is looked at.
        if bare.ends_with(NOT_ENFORCED) {
            return Ok(vec![add(bare).done_if(there.is_some()).because("the server does not check it")]);
        }
        if self.definition != bare {
            let mut drafts = Vec::new();
            if there.is_some_and(|there| there.is_valid) {
                drafts.push(Draft::drop_constraint(names, table, &self.name));
            }
            let is_done = drafts.is_empty() && there.is_some();
            drafts.push(add(&self.definition).done_if(is_done).because("as it was: not validated"));
            return Ok(drafts);
        }
        if there.is_none() && table.family().iter().all(|table| table.is_small) {
            return Ok(vec![add(bare).because("the table is small")]);
        }
        if let Some(what) = excluding(bare) {
            if there.is_some() {
                return Ok(vec![add(bare).done_if(true)]);
            }
            let sql = format!("ALTER TABLE {} ADD CONSTRAINT {name} {bare}", table.sql);
            return Err(DefinitionError::OnlyWhileAllWait { what, table: table.display.clone(), sql }.into());
        }
        if table.is_partitioned() && bare.starts_with("FOREIGN KEY ") {
            return Ok(self.by_partitions(names, table, there.is_some()));
        }
        Ok(vec![
            add(&format!("{bare}{NOT_VALID}")).done_if(there.is_some()),
            Draft::validate(names, table, &self.name).done_if(there.is_some_and(|there| there.is_valid)),
        ])
    }

    /// A foreign key of a partitioned table cannot be NOT VALID: each partition gets its own, which the parent's takes
    /// over.
    fn by_partitions(&self, names: &dyn Quoting, table: &Table, is_done: bool) -> Vec<Draft> {
        let name = names.quote(&self.name);
        let add = |table: &Table, rest: &str| {
            let sql = format!("ALTER TABLE {} ADD CONSTRAINT {name} {}{rest}", table.sql, self.definition);
            let what = match rest {
                NOT_VALID => words::add_not_valid(&self.name),
                _ => words::add_constraint(&self.name),
            };
            Draft::new(what, sql, Mode::ShareRowExclusive, table)
        };
        let mut drafts = Vec::new();
        for leaf in table.tree().into_iter().filter(|table| !table.is_partitioned()) {
            let is_same = |is_valid: bool| {
                leaf.constraints.iter().any(|there| {
                    there.definition.trim_end_matches(NOT_VALID) == self.definition
                        && there.is_valid >= is_valid
                })
            };
            drafts.push(add(leaf, NOT_VALID).done_if(is_done || is_same(false)));
            drafts.push(Draft::validate(names, leaf, &self.name).done_if(is_done || is_same(true)));
        }
        let why = "takes those of the partitions over: no row is read";
        drafts.push(add(table, "").apart().done_if(is_done).because(why));
        drafts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;

    fn restored(fake: &Fake, definition: &str) -> Result<Vec<Draft>> {
        let constraint = RestoreConstraint {
            table: fake.table.relation(),
            name: "c".into(),
            definition: definition.into(),
            comment: None,
            is_merged: false,
        };
        constraint.drafts(fake)
    }

    #[test]
    fn what_was_not_enforced_is_made_so_in_one_step() {
        let mut fake = Fake::new(18, "a");
        let definition = "CHECK ((a > 0)) NOT ENFORCED";
        let drafts = restored(&fake, definition).unwrap();
        let sql: Vec<_> = drafts.iter().map(|draft| draft.sql.as_str()).collect();
        assert_eq!(sql, ["ALTER TABLE s.t ADD CONSTRAINT c CHECK ((a > 0)) NOT ENFORCED"]);
        fake.constraint("c", "c", definition, false);
        assert!(restored(&fake, definition).unwrap().iter().all(|draft| draft.is_done));
        // The one that is enforced is another one.
        assert_eq!(restored(&fake, "CHECK ((a > 0))").unwrap_err().sqlstate(), "42710");
    }

    #[test]
    fn a_temporal_key_is_made_while_the_table_is_small() {
        let mut fake = Fake::new(18, "a");
        let definition = "PRIMARY KEY (id, at WITHOUT OVERLAPS)";
        let refused = restored(&fake, definition).unwrap_err();
        assert_eq!(refused.sqlstate(), "0A000");
        assert_eq!(
            refused.to_string(),
            "a key WITHOUT OVERLAPS of table \"t\" is only made while everybody waits"
        );
        let sql = "ALTER TABLE s.t ADD CONSTRAINT c PRIMARY KEY (id, at WITHOUT OVERLAPS)";
        assert!(refused.hint().unwrap().contains(sql));
        fake.table.is_small = true;
        assert_eq!(restored(&fake, definition).unwrap()[0].sql, sql);
    }
}
