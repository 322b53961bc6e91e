//! What an index has beside its definition, and keeps where another one takes its place.

use crate::facts::{Index, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;

/// Gives an index, by its name and as SQL takes that, the statistics targets of another one's expressions, and what that depends on
/// as people said. `there` is the index, if it is there.
pub(crate) fn drafts(
    names: &dyn Quoting,
    table: &Table,
    index: (&str, &str),
    there: Option<&Index>,
    statistics: &[(i16, i32)],
    extensions: &[String],
) -> Vec<Draft> {
    let (name, index) = index;
    let alter = |how: &str, action: String, mode: Mode| {
        Draft::new(words::alter_index(name, how), format!("ALTER INDEX {index} {action}"), mode, table)
    };
    let mut drafts = Vec::new();
    for target in statistics {
        let (place, value) = target;
        let set = format!("ALTER COLUMN {place} SET STATISTICS {value}");
        let is_done = there.is_some_and(|there| there.statistics.contains(target));
        drafts.push(alter("set statistics", set, Mode::ShareUpdateExclusive).done_if(is_done));
    }
    for extension in extensions {
        let depends = format!("DEPENDS ON EXTENSION {}", names.quote(extension));
        let is_done = there.is_some_and(|there| there.extensions.contains(extension));
        drafts.push(alter("depends on extension", depends, Mode::AccessExclusive).done_if(is_done));
    }
    drafts
}
