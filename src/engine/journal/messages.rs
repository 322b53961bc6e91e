//! What the scripts of a job have said: kept with its units, and told to who waits for it.

use std::collections::HashMap;

use migrate_core::message::{Message, Messages};
use pgrx::JsonB;

use crate::postgres::identity::{as_owner, current_role, session_user};
use crate::postgres::{messages, procedure, spi};

/// Adds what the commit of a unit has said to its row.
pub fn add(row: i64, messages: &Messages) {
    let sql = "UPDATE migrate.journal
               SET messages = coalesce(messages, '[]') || $2,
                   more_messages = nullif(coalesce(more_messages, 0) + $3, 0)
               WHERE id = $1";
    let more = i64::try_from(messages.more).unwrap_or(i64::MAX);
    as_owner(|| spi::write(sql, &[row.into(), spi::jsonb(&messages.first).into(), more.into()]));
}

/// What a job's units have said, by their rows; nothing where somebody else has asked for it, or in another role: what a
/// script says may be what only its role may read.
pub fn of_job(job: i64) -> Vec<(i64, Messages)> {
    let sql = "SELECT id, coalesce(messages, '[]'), coalesce(more_messages, 0) FROM migrate.journal
               WHERE job = $1 AND run_by = $2 AND run_as = $3
                 AND (messages IS NOT NULL OR more_messages IS NOT NULL)
               ORDER BY coalesce(finished_at, started_at), id";
    let args = [job.into(), session_user().1.into(), current_role().1.into()];
    as_owner(|| {
        spi::rows(sql, &args, |row| {
            let first = serde_json::from_value::<Vec<Message>>(row.must::<JsonB>(2).0).unwrap_or_default();
            let more = u64::try_from(row.must::<i64>(3)).unwrap_or_default();
            (row.must::<i64>(1), Messages { first, more })
        })
    })
}

/// Who waits for a job, and what he was told of it.
#[derive(Default)]
pub struct Listener {
    told: HashMap<i64, (usize, u64)>,
}

impl Listener {
    /// Tells what is new of that which [`of_job`] has found.
    pub fn tell(&mut self, said: Vec<(i64, Messages)>) {
        for (row, messages) in said {
            let so_far = (messages.first.len(), messages.more);
            let (kept, beyond) = self.told.insert(row, so_far).unwrap_or_default();
            let new = messages.behind(kept, beyond);
            new.first.iter().for_each(messages::tell);
            if new.more > 0 {
                procedure::notice(&format!(
                    "… and {} more messages of this unit, which are not kept",
                    new.more
                ));
            }
        }
    }
}
