//! The triggers that note who still writes to what is hidden.
//!
//! They are AFTER ROW with a WHEN, so that a writer who leaves the column alone pays for a comparison. They are not for
//! statements, since replication fires none of those. They tell the change's token, by which they are found again: what
//! is hidden may be renamed by hand, and is another number in a database that was restored from a dump.

use crate::facts::Table;
use crate::lock::Mode;
use crate::name::{Quoting, object_name};
use crate::plan::draft::Draft;
use crate::plan::words;

/// The function of the triggers, in schema migrate.
const FUNCTION: &str = "note_write";

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

    /// Makes the trigger for the change of this token.
    pub(super) fn drafts(&self, names: &dyn Quoting, table: &Table, hidden: &str, token: &str) -> Vec<Draft> {
        let name = names.quote(&object_name(&[hidden], self.label));
        let make = format!(
            "CREATE TRIGGER {name} AFTER {} ON {} FOR EACH {} EXECUTE FUNCTION migrate.{FUNCTION}({})",
            self.event,
            table.sql,
            self.each,
            names.literal(token)
        );
        let event = self.event.split(' ').next().unwrap_or_default();
        let what = words::watch_trigger(event);
        let mut drafts = vec![Draft::new(what, make, Mode::ShareRowExclusive, table).because(self.why)];
        // Those of rows go down to partitions, but not that they always fire.
        let tree = if self.each.starts_with("ROW") { table.tree() } else { vec![table] };
        for table in tree {
            let sql = format!("ALTER TABLE ONLY {} ENABLE ALWAYS TRIGGER {name}", table.sql);
            let draft = Draft::new(words::always(), sql, Mode::ShareRowExclusive, table);
            drafts.push(draft.because("replicated writes, too"));
        }
        drafts
    }
}

/// Takes the triggers of a change away that are the table's own: those of rows go from partitions with that of the table
/// above.
pub(super) fn unwatch(names: &dyn Quoting, table: &Table, token: &str) -> Vec<Draft> {
    let drop = |name: &str| {
        let sql = format!("DROP TRIGGER {} ON {}", names.quote(name), table.sql);
        Draft::new(words::drop_trigger(), sql, Mode::AccessExclusive, table)
    };
    let own = table.triggers_of(FUNCTION, token).into_iter().filter(|there| !there.is_part);
    own.map(|there| drop(&there.name)).collect()
}
