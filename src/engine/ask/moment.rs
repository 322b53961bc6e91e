//! `CALL migrate.up(preflight => true)`: waiting for a good moment.
//!
//! Between two looks the procedure holds no snapshot and no lock: whoever it waits for cannot wait for it. There is no job
//! yet, so what it waits for is told where the server shows what a session does, and `migrate.progress` reads it there.

use std::time::{Duration, Instant};

use migrate_core::error::{Result, SessionError};
use migrate_core::preflight::{self, Row, Verdict};
use migrate_core::text;

use crate::engine::clock::{milliseconds, ms_since};
use crate::engine::session;
use crate::postgres::procedure::{self, NonAtomic};
use crate::settings;

/// What it says of itself while it waits; `migrate.progress` looks for it (sql/progress.sql).
const WAITS: &str = "migrate.up waits until it is safe: ";

/// How often it is looked, and how often what stays in the way is told again.
const LOOK_EVERY: Duration = Duration::from_secs(1);
const TELL_EVERY_MS: i64 = 60_000;

/// Waits until no check of `look` says `stop`, at most for `migrate.preflight_wait`. Where the procedure cannot commit (`atomic`) it
/// looks once.
///
/// # Errors
///
/// [`SessionError::NotNow`], and as the look.
pub fn wait(look: &dyn Fn() -> Result<Vec<Row>>, atomic: bool) -> Result<()> {
    session::check()?;
    if atomic {
        return refuse(&look()?, None);
    }
    let (start, limit) = (Instant::now(), settings::preflight_wait());
    let session = NonAtomic::begin();
    session.commit();
    let mut told: Option<(Vec<&str>, Instant)> = None;
    loop {
        let rows = session.run(look)?;
        let stops: Vec<&Row> = rows.iter().filter(|row| row.verdict == Verdict::Stop).collect();
        if stops.is_empty() {
            if told.is_some() {
                procedure::show_own_activity();
            }
            return Ok(());
        }
        let left = limit.saturating_sub(start.elapsed());
        if left.is_zero() || stops.iter().any(|row| !row.passes) {
            let waited = told.map(|_| text::duration(ms_since(start)));
            return refuse(&rows, waited);
        }
        let obstacles = preflight::obstacles(&rows).join("; ");
        procedure::show_activity(&format!("{WAITS}{obstacles}"));
        // Ages grow; that is no news.
        let checks: Vec<&str> = stops.iter().map(|row| row.check).collect();
        let is_news =
            told.as_ref().is_none_or(|(before, at)| *before != checks || ms_since(*at) >= TELL_EVERY_MS);
        if is_news {
            procedure::notice(&format!("waiting until it is safe: {obstacles}"));
            told = Some((checks, Instant::now()));
        }
        procedure::pause(procedure::between_looks(milliseconds(left.min(LOOK_EVERY))));
    }
}

fn refuse(rows: &[Row], waited: Option<String>) -> Result<()> {
    let obstacles = preflight::obstacles(rows);
    if obstacles.is_empty() {
        return Ok(());
    }
    Err(SessionError::NotNow { obstacles, waited }.into())
}
