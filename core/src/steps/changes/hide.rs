//! What hiding a column and hiding a table have in common: the name that they have meanwhile, the triggers that note who
//! still writes there, and the two ends: dropped for good, or as it was.

use serde::Deserialize;
use serde::Serialize;

use super::{hide_column, hide_table};
use crate::change::{Kind, State, Way};
use crate::error::{ChangeError, Result};
use crate::facts::{Catalog, Change, OnTable, Table};
use crate::lock::Mode;
use crate::name::{object_name, shown};
use crate::plan::draft::Draft;
use crate::relation::Relation;
use crate::request::EndChange;

/// What was written since something was hidden.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Writes {
    /// How many rows, at least.
    pub count: i64,
    /// When last, for people.
    pub last: Option<String>,
    /// By whom, for people.
    pub by: Option<String>,
    /// Whether that is less than the grace period ago.
    pub is_recent: bool,
}

/// What is dropped so that writers who do not name the column go on; it comes back with the column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relaxed {
    /// The partition that alone had it; none where it is the table's own.
    pub partition: Option<Relation>,
    /// Name and definition of a constraint; none is the column's NOT NULL.
    pub constraint: Option<(String, String)>,
    /// The constraint's comment.
    #[serde(default)]
    pub comment: Option<String>,
    /// The column that was NOT NULL, where more than one is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// What is noted before a change is completed, so that its way back leads to what was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Remembered {
    /// What was written in one way for the old type, and is in another for the new one.
    Written(Written),
    /// What was dropped.
    Relaxed(Relaxed),
}

/// A statement that makes something on a column, before and after the column has its new type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// On the old type.
    pub before: OnTable,
    /// On the new type.
    pub after: OnTable,
}

/// So that the names of triggers, which end in a word more, are as distinct.
const MOST_BYTES: usize = crate::name::MOST_BYTES - 9;

/// How the names of hidden things begin.
pub(crate) const PREFIX: &str = "~dropped_";

/// A name for what is hidden that nothing has.
pub(crate) fn tombstone(name: &str, is_taken: impl Fn(&str) -> Result<bool>) -> Result<String> {
    let mut number = 1;
    loop {
        let end = if number == 1 { String::new() } else { format!("_{number}") };
        let mut tombstone = format!("{PREFIX}{name}");
        while tombstone.len() + end.len() > MOST_BYTES {
            tombstone.pop();
        }
        tombstone.push_str(&end);
        if !is_taken(&tombstone)? {
            return Ok(tombstone);
        }
        number += 1;
    }
}

/// A trigger that notes writes.
pub(crate) struct Watch {
    label: &'static str,
    /// `AFTER INSERT ON`.
    event: &'static str,
    /// `FOR EACH ROW WHEN (…)`.
    each: String,
    /// What it is for.
    pub(crate) why: &'static str,
}

impl Watch {
    pub(crate) fn new(label: &'static str, event: &'static str, each: String) -> Self {
        Watch { label, event, each, why: "notes who still writes" }
    }

    /// Makes the trigger; it tells of a table, and a column of it or none.
    pub(crate) fn drafts(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        hidden: &str,
        (oid, column): (u32, &str),
    ) -> Vec<Draft> {
        let name = catalog.quote(&object_name(&[hidden], self.label));
        let make = format!(
            "CREATE TRIGGER {name} AFTER {} ON {} FOR EACH {} EXECUTE FUNCTION migrate.note_write('{oid}', {})",
            self.event,
            table.sql,
            self.each,
            catalog.literal(column)
        );
        let mut drafts = vec![Draft::new(make, Mode::ShareRowExclusive, table).because(self.why)];
        // Those of rows go down to partitions, but not that they always fire.
        let tree = if self.each.starts_with("ROW") { table.tree() } else { vec![table] };
        for table in tree {
            let sql = format!("ALTER TABLE ONLY {} ENABLE ALWAYS TRIGGER {name}", table.sql);
            let draft = Draft::new(sql, Mode::ShareRowExclusive, table).because("replicated writes, too");
            drafts.push(draft);
        }
        drafts
    }
}

/// Takes the triggers of something hidden away.
pub(crate) fn unwatch(catalog: &dyn Catalog, table: &Table, hidden: &str, labels: &[&str]) -> Vec<Draft> {
    let drop = |label: &&str| {
        let name = object_name(&[hidden], label);
        let is_there = table.triggers.iter().any(|there| there.name == name);
        let sql = format!("DROP TRIGGER {} ON {}", catalog.quote(&name), table.sql);
        is_there.then(|| Draft::new(sql, Mode::AccessExclusive, table))
    };
    labels.iter().filter_map(drop).collect()
}

/// The steps that end it, one way or the other.
pub(crate) fn end(end: &EndChange, change: &Change, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
    let refuse =
        |why: &'static str| ChangeError::State { title: change.title(), id: change.id, why, until: None };
    let as_done = |drafts: Vec<Draft>| drafts.into_iter().map(|draft| draft.done_if(true)).collect();
    match (end.way, change.state) {
        (Way::Complete, State::Grace) => {
            if !end.force {
                check_unused(change)?;
            }
            check_alone(change, catalog)?;
            match change.kind {
                Kind::DropTable => hide_table::drop(change, catalog),
                _ => hide_column::drop(change, catalog),
            }
        }
        (
            Way::Complete,
            State::Expanding | State::Backfilling | State::Verifying | State::Ready | State::Contracting,
        ) => Err(refuse("is not ready").into()),
        (Way::Complete, State::Aborted | State::Undone) => Err(refuse("was taken back").into()),
        (Way::Complete, State::Done) => {
            Ok(vec![Draft::of_nothing(format!("DROP {}", change.what())).done_if(true)])
        }
        (_, State::Done) => Err(ChangeError::Gone { title: change.title() }.into()),
        (_, State::Aborted | State::Undone) => {
            let drafts = match change.kind {
                Kind::DropTable => hide_table::restore(change, catalog),
                _ => hide_column::restored(change, catalog),
            };
            Ok(drafts.map(as_done).unwrap_or_default())
        }
        _ => match change.kind {
            Kind::DropTable => hide_table::restore(change, catalog),
            _ => hide_column::restore(change, catalog),
        },
    }
}

/// Refuses to drop what somebody may still use.
fn check_unused(change: &Change) -> Result<()> {
    if change.is_over && !change.writes.is_recent {
        return Ok(());
    }
    Err(ChangeError::InUse {
        what: change.what(),
        id: change.id,
        until: change.grace_until.clone().filter(|_| !change.is_over),
        writes: change.writes.count,
        last: change.writes.last.clone(),
        by: change.writes.by.clone(),
    }
    .into())
}

/// Refuses to drop what others need: DROP would, or would take them along.
fn check_alone(change: &Change, catalog: &dyn Catalog) -> Result<()> {
    let dependents = catalog.dependents(&catalog.table(&change.table)?, change.new_columns.first());
    if dependents.is_empty() {
        return Ok(());
    }
    Err(ChangeError::Needed { what: change.what(), id: change.id, dependents }.into())
}

/// What hangs on it, and who says its name, for people.
pub(crate) fn told(catalog: &dyn Catalog, dependents: &[String], name: &str) -> String {
    let mut told = Vec::new();
    if !dependents.is_empty() {
        told.push(format!("to be dropped or changed before it goes for good: {}", dependents.join(", ")));
    }
    let mentions = catalog.mentions(name);
    if !mentions.is_empty() {
        told.push(format!("functions that say {}: {}", shown(name), mentions.join(", ")));
    }
    told.join("; ")
}
