//! What was done here before, as `migrate.operations` has it.

use migrate_core::relation::Relation;
use migrate_core::request::Operation;
use pgrx::JsonB;
use serde_json::{Value, json};

use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// Whether an operation that dropped the same is done and not undone, or has done something before it was broken off.
pub fn was_dropped(operation: &Operation) -> bool {
    let Some((names, schema)) = names(operation) else { return false };
    let sql = "SELECT o.arguments FROM migrate.operations o
               WHERE o.arguments @> $1
                 AND (o.status = 'done'
                      OR o.status IN ('running', 'failed')
                         AND EXISTS (SELECT FROM migrate.journal j
                                     WHERE j.record = o.id AND (j.status = 'done' OR j.kind = 'standalone')))
               ORDER BY o.id DESC";
    let dropped = as_owner(|| spi::rows(sql, &[JsonB(names).into()], |row| row.must::<JsonB>(1).0));
    let dropped = dropped.into_iter().filter_map(|there| serde_json::from_value::<Operation>(there).ok());
    // A name without a schema is looked for on the path: it may have been any of them.
    let fits = |there: &Option<String>| schema.is_none() || there.is_none() || *there == schema;
    dropped.into_iter().any(|there| self::names(&there).is_some_and(|(_, schema)| fits(&schema)))
}

/// What of its arguments says what it drops, and the schema in which that is.
fn names(operation: &Operation) -> Option<(Value, Option<String>)> {
    let name = |relation: &Relation| json!({ "name": relation.name });
    match operation {
        Operation::DropIndex(drop) => Some((
            json!({ "operation": "drop_index", "index": name(&drop.index) }),
            drop.index.schema.clone(),
        )),
        Operation::DropConstraint(drop) => Some((
            json!({ "operation": "drop_constraint", "table": name(&drop.table), "name": drop.name }),
            drop.table.schema.clone(),
        )),
        Operation::DetachPartition(detach) => Some((
            json!({ "operation": "detach_partition", "partition": name(&detach.partition) }),
            detach.partition.schema.clone(),
        )),
        _ => None,
    }
}

/// Whether the last unit of an operation that began with this statement failed.
pub fn has_failed(sql: &str) -> bool {
    let find = "SELECT j.status = 'failed' FROM migrate.journal j
                WHERE j.version IS NULL AND starts_with(j.sql, $1) ORDER BY j.id DESC LIMIT 1";
    as_owner(|| spi::row(find, &[sql.into()], |row| row.must(1))).unwrap_or(false)
}
