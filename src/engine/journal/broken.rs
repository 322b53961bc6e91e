//! That a safe operation failed, in its row of `migrate.operations`: why, and what to do then.
//!
//! Where the row of its beginning went with the transaction that failed, it gets a new one, of which nothing is to be
//! taken back. The failure of an undo is told with what was to be undone, which is as done as before.

use migrate_core::failure::Failure;
use migrate_core::request::Operation;
use serde::{Deserialize, Serialize};

use crate::catalog::server::Server;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// The statement of a script that calls an operation: migration, statement, and which of its calls.
pub type Place = (i64, u32, i32);

/// An operation that failed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Broken {
    /// What was asked for.
    pub operation: Operation,
    /// Its number, if it has begun.
    pub record: Option<i64>,
    /// The script's statement that asked.
    pub place: Option<Place>,
    /// The session user who asked.
    pub by: String,
    /// The role as which he did.
    pub run_as: String,
}

/// Ends the change of which the operation has made nothing: it would be in the way of others. The same call takes it up.
const END: &str = "
UPDATE migrate.change_records c SET state = 'aborted', ended_at = o.finished_at
FROM migrate.operations o, migrate.change_tables m
WHERE c.id = $1 AND o.id = c.id AND m.id = c.id AND m.marked IS NULL
  AND c.state IN ('expanding', 'backfilling', 'verifying') AND c.kind NOT IN ('drop_column', 'drop_table')
  AND NOT EXISTS (SELECT FROM migrate.journal j WHERE j.record = c.id AND j.kind IN ('batched', 'standalone'))
  AND NOT EXISTS (SELECT FROM pg_trigger g
                  WHERE g.tgrelid = m.table_oid AND encode(g.tgargs, 'escape') ^@ c.token)";

impl Broken {
    /// Writes that it failed.
    pub fn write(&self, failure: &Failure) {
        let detail = failure.detail.as_ref().map(|detail| format!(": {detail}")).unwrap_or_default();
        let message = format!("{} ({}){detail}", failure.message, failure.sqlstate);
        let hint = self.hint(failure);
        if let Operation::Undo(undo) = &self.operation {
            let sql =
                "UPDATE migrate.operations SET message = $2, hint = $3 WHERE id = $1 AND status <> 'undone'";
            let args = [undo.id.into(), format!("undo: {message}").into(), hint.into()];
            return as_owner(|| spi::write(sql, &args));
        }
        let sql = "UPDATE migrate.operations SET status = 'failed', message = $2, hint = $3, finished_at = clock_timestamp()
                   WHERE status IN ('running', 'failed')
                     AND id = coalesce((SELECT o.id FROM migrate.operations o WHERE o.id = $1),
                                       (SELECT max(o.id) FROM migrate.own_operations o
                                        WHERE o.status IN ('running', 'failed') AND o.arguments = $4
                                          AND (o.version, o.statement, o.place) IS NOT DISTINCT FROM ($5, $6, $7)
                                          AND o.asked_by = $8))
                   RETURNING id";
        let [version, statement, place] = match self.place {
            Some((version, statement, place)) => [Some(version), Some(statement.into()), Some(place.into())],
            None => [None; 3],
        };
        let to_int = |number: Option<i64>| number.and_then(|number| i32::try_from(number).ok());
        let args = [
            self.record.into(),
            message.clone().into(),
            hint.clone().into(),
            spi::jsonb(&self.operation).into(),
            version.into(),
            to_int(statement).into(),
            to_int(place).into(),
            self.by.as_str().into(),
        ];
        let known = as_owner(|| spi::write_rows(sql, &args, |row| row.must::<i64>(1)));
        if let Some(&id) = known.first() {
            as_owner(|| spi::write(END, &[id.into()]));
            return;
        }
        let sql = "INSERT INTO migrate.operations
                       (operation, call, arguments, inverse, version, statement, place, asked_by, asked_role,
                        status, message, hint, finished_at)
                   VALUES ($1, $2, $3, '[]', $4, $5, $6, $7, $8, 'failed', $9, $10, clock_timestamp())";
        let args = [
            self.operation.title().into(),
            self.operation.call(&Server).into(),
            spi::jsonb(&self.operation).into(),
            version.into(),
            to_int(statement).into(),
            to_int(place).into(),
            self.by.as_str().into(),
            self.run_as.as_str().into(),
            message.into(),
            hint.into(),
        ];
        as_owner(|| spi::write(sql, &args));
    }

    fn hint(&self, failure: &Failure) -> String {
        let again = match (&self.operation, self.place) {
            (Operation::Undo(undo), None) => format!("SELECT * FROM migrate.undo({}) goes on.", undo.id),
            (_, None) => "The same call goes on.".to_string(),
            (Operation::Undo(_), Some(_)) => "CALL migrate.down() goes on.".to_string(),
            (_, Some((version, ..))) => format!("CALL migrate.up({version}) goes on."),
        };
        let said = failure.hint.as_ref().map(|hint| match hint.contains("CASCADE") {
            // Nothing here has such a word.
            true => "Drop or change what depends on it before. ".to_string(),
            false => format!("{hint} "),
        });
        said.unwrap_or_default() + &again
    }
}
