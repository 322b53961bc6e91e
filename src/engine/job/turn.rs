//! Whose turn it is: jobs run in the order of their numbers, so that one may need what an earlier one makes.
//!
//! The migrator's lock alone does not see to that: two workers that start at the same time come to it in any order.

use migrate_core::failure::Failure;
use migrate_core::request::Operation;
use pgrx::JsonB;

use super::line;
use crate::postgres::identity::as_owner;
use crate::postgres::lock::{self, Hold};
use crate::postgres::{procedure, spi, statistics, toplevel};

/// Waits until the worker of a job has the migrator's lock and no earlier job's worker waits for it, nor is about to be
/// there: whoever has just ended a job takes the next out of the line a moment later.
///
/// # Errors
///
/// A cancel, or the end of the server.
pub fn wait_for_turn(id: i64) -> Result<(), Failure> {
    /// The other worker is about to take the lock, or has just begun to come.
    const MOST_MS: i64 = 20;
    /// So often nobody has come for the first one in line, while nobody was at work: nobody will, before us.
    const MOST_LOOKS: u32 = 50;
    let (mut first, mut looks, mut pause_ms) = (None, 0, 1);
    loop {
        toplevel::without_snapshot(|| lock::wait_for_migrator_lock(Hold::Session))?;
        let look = || (is_behind(id), line::first_before(id));
        let (is_behind, before) = toplevel::in_transaction(look)?;
        looks = if is_behind || before != first { 0 } else { looks + 1 };
        first = before;
        if !is_behind && (first.is_none() || looks >= MOST_LOOKS) {
            return Ok(());
        }
        toplevel::without_snapshot(lock::release_session_locks)?;
        toplevel::without_snapshot(|| procedure::pause(pause_ms))?;
        pause_ms = (2 * pause_ms).min(MOST_MS);
    }
}

/// Whether the worker of an earlier job waits for its turn.
fn is_behind(id: i64) -> bool {
    let sql = "SELECT FROM migrate.live_jobs l
               WHERE l.id < $1 AND l.status = 'queued' AND l.alive AND l.pid IS NOT NULL AND NOT l.in_line LIMIT 1";
    as_owner(|| spi::row(sql, &[id.into()], |_| ())).is_some()
}

/// A job that was asked for before and has not ended.
pub struct Ahead {
    /// Its number.
    pub id: i64,
    /// What it does, in one line.
    pub what: String,
    /// The safe operation; none for migrations.
    pub operation: Option<Operation>,
}

impl Ahead {
    /// For people: `job 7 (create index articles_slug_idx)`.
    pub fn in_words(&self) -> String {
        format!("job {} ({})", self.id, self.what)
    }
}

/// The jobs that have not ended and whose worker is there, the newest first.
pub fn ahead() -> Vec<Ahead> {
    let sql = "SELECT j.id, j.what,
                      -- A plan of many migrations is not read.
                      CASE WHEN j.operation IS NOT NULL
                           THEN jsonb_path_query_first(j.plan, '$[*].purpose.operation ? (@ != null)') END
               FROM migrate.live_jobs l JOIN migrate.jobs j USING (id)
               -- What waits for its time is passed over.
               WHERE l.alive AND j.deferred_in IS NULL ORDER BY j.id DESC";
    statistics::look_anew();
    as_owner(|| {
        spi::rows(sql, &[], |row| Ahead {
            id: row.must(1),
            what: row.must(2),
            operation: row.get::<JsonB>(3).and_then(|stored| serde_json::from_value(stored.0).ok()),
        })
    })
}
