//! VACUUM FULL and CLUSTER: the table is written anew while nobody can read or write.

use crate::ddl::Command;
use crate::ddl::name::RangeVar;
use crate::ddl::table::Table;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::words::stops;
use crate::lock::Mode;

pub(super) const ID: &str = "prefer-repack";
pub(super) const TITLE: &str = "VACUUM FULL and CLUSTER rewrite a table under ACCESS EXCLUSIVE";

pub(super) fn check(look: &Look, found: &mut Found) {
    let (what, tables): (_, Vec<&RangeVar>) = match look.command() {
        Command::Table(Table::Vacuum(vacuum)) if vacuum.full => {
            ("VACUUM FULL", vacuum.relations.iter().filter_map(|table| table.relation.as_ref()).collect())
        }
        Command::Table(Table::Cluster(cluster)) => ("CLUSTER", cluster.relation.iter().collect()),
        _ => return,
    };
    let hint = "Plain VACUUM frees the space for new rows; pg_repack or pg_squeeze do the same from outside.";
    if tables.is_empty() {
        let message = format!(
            "{what} writes each table of the database anew under ACCESS EXCLUSIVE: {}.",
            stops(Mode::AccessExclusive)
        );
        found.add(Severity::Error, message).hint(hint);
    }
    for table in tables {
        let subject = look.subject(table);
        if !subject.is_shared() {
            continue;
        }
        let message = format!(
            "{what} holds ACCESS EXCLUSIVE on {} until all is written anew: {}.",
            subject.described(),
            stops(Mode::AccessExclusive)
        );
        found.add_at(table.place, subject.severity(), message).hint(hint);
    }
}
