//! DETACH PARTITION without CONCURRENTLY: the whole partitioned table is locked.

use crate::ddl::alter_table::Action;
use crate::lint::call::Call;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::subject::Weight;

pub(super) const ID: &str = "require-concurrent-partition-detach";
pub(super) const TITLE: &str = "DETACH PARTITION without CONCURRENTLY takes ACCESS EXCLUSIVE on the partitioned table";

pub(super) fn check(look: &Look, found: &mut Found) {
    for clause in look.clauses() {
        let Action::DetachPartition { partition, concurrent: false } = clause.action else { continue };
        let parts = clause.subject.known().map(|known| known.table.partitions.as_slice()).unwrap_or_default();
        let has_default = parts.iter().any(|part| part.bound.as_deref() == Some("DEFAULT"));
        let severity = match clause.subject.weight() {
            Weight::Small => Severity::Info,
            // There is no other way, and it takes a moment.
            _ if has_default => Severity::Info,
            _ => Severity::Warning,
        };
        let message = format!(
            "DETACH holds {} until its transaction ends: {}.",
            clause.lock(),
            clause.stops()
        );
        let finding = found.add_at(partition.place, severity, message);
        if has_default {
            finding.hint("Beside a default partition CONCURRENTLY is refused.");
            continue;
        }
        let call = Call::new(look, "safe_detach_partition").table(&clause.alter.relation).table(partition);
        finding.advice(
            "migrate.safe_detach_partition detaches it CONCURRENTLY, which stops nobody.",
            clause.replaced_by(&call.to_string()),
        );
    }
}
