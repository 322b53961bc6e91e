//! What comes to our tables from another database by logical replication.

use migrate_core::error::HistoryError;
use pgrx::prelude::*;

use crate::error::raise;
use crate::postgres::identity::is_as_owner;
use crate::postgres::worker::is_of_logical_replication;

/// Throws away what another database's registry sends by logical replication, and refuses TRUNCATE: the function of the
/// triggers on our own tables, which fire for replicas. A restore in a session that plays the replica keeps its rows.
#[pg_trigger(
    sql = "CREATE FUNCTION migrate.keep_own_rows() RETURNS trigger LANGUAGE c AS 'MODULE_PATHNAME', '@FUNCTION_NAME@';"
)]
fn keep_own_rows<'a>(
    trigger: &'a PgTrigger<'a>,
) -> Result<Option<PgHeapTuple<'a, AllocatedByPostgres>>, PgTriggerError> {
    match trigger.op() {
        Ok(PgTriggerOperation::Truncate) => {
            let table = trigger.table_name().unwrap_or_default();
            raise(&HistoryError::Truncate { table }.into())
        }
        // What our own functions write there is the database's own: the note of a write to something hidden.
        _ if is_of_logical_replication() && !is_as_owner() => Ok(None),
        Ok(PgTriggerOperation::Delete) => Ok(trigger.old()),
        _ => Ok(trigger.new()),
    }
}
