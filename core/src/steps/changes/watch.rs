//! The triggers that note who still writes to what is hidden.
//!
//! They are AFTER ROW with a WHEN, so that a writer who leaves the column alone pays for a comparison. They are not for
//! statements, since replication fires none of those. They tell the table and the hidden name, not the change's number:
//! that is not known when the steps are drafted.

use crate::facts::Table;
use crate::lock::Mode;
use crate::name::{Quoting, object_name};
use crate::plan::draft::Draft;

/// A trigger that notes writes.
pub(super) struct Watch {
    label: &'static str,
    /// `AFTER INSERT ON`.
    event: &'static str,
    /// `FOR EACH ROW WHEN (…)`.
    each: String,
    /// What it is for.
    pub(super) why: &'static str,
}

impl Watch {
    pub(super) fn new(label: &'static str, event: &'static str, each: String) -> Self {
        Watch { label, event, each, why: "notes who still writes" }
    }

    /// Makes the trigger; it tells of a table, and a column of it or none.
    pub(super) fn drafts(
        &self,
        names: &dyn Quoting,
        table: &Table,
        hidden: &str,
        (oid, column): (u32, &str),
    ) -> Vec<Draft> {
        let name = names.quote(&object_name(&[hidden], self.label));
        let make = format!(
            "CREATE TRIGGER {name} AFTER {} ON {} FOR EACH {} EXECUTE FUNCTION migrate.note_write('{oid}', {})",
            self.event,
            table.sql,
            self.each,
            names.literal(column)
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
pub(super) fn unwatch(names: &dyn Quoting, table: &Table, hidden: &str, labels: &[&str]) -> Vec<Draft> {
    let drop = |label: &&str| {
        let name = object_name(&[hidden], label);
        let is_there = table.triggers.iter().any(|there| there.name == name);
        let sql = format!("DROP TRIGGER {} ON {}", names.quote(&name), table.sql);
        is_there.then(|| Draft::new(sql, Mode::AccessExclusive, table))
    };
    labels.iter().filter_map(drop).collect()
}
