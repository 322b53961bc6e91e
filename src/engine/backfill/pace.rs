//! Waiting between the batches of a backfill: as somebody has asked for by SQL, and for whoever is behind: replicas,
//! the archiver, readers of slots.

use std::time::{Duration, Instant};

use migrate_core::backfill::asking;
use migrate_core::failure::Failure;

use super::cursor::{self, Control};
use crate::catalog::backlog;
use crate::engine::journal::tell;
use crate::postgres::{deadline, procedure, spi, toplevel};
use crate::settings;

/// How often the server is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How often one looks whether it may go on.
const PAUSE_MS: i64 = 100;

/// The longest rest after a batch.
const LONGEST: Duration = Duration::from_secs(60);

/// How long a user's query may take. One that takes longer says nothing, and is asked again.
const MOST_ASKING: Duration = Duration::from_secs(2);

/// Of what holds it up at a time, so much counts for how fast it is.
const MOST_HELD: Duration = Duration::from_secs(10);

/// What became of a rest.
pub struct Rested {
    /// The time in it that says nothing of how fast the backfill is.
    pub held: Duration,
    /// Whether it has another pace from now on.
    pub is_news: bool,
}

/// When a backfill is to wait.
pub struct Pace {
    id: i64,
    /// When somebody was looked at, and who was behind.
    looked: Option<(Instant, Option<String>)>,
    noted: Option<String>,
    /// The pace that was asked for last.
    asked: Option<(Option<f64>, Option<f64>)>,
}

impl Pace {
    /// Of a backfill.
    pub fn new(id: i64) -> Self {
        Pace { id, looked: None, noted: None, asked: None }
    }

    /// Shows why it does not go on right now.
    ///
    /// # Errors
    ///
    /// A cancel.
    pub fn note(&mut self, reason: Option<&str>) -> Result<(), Failure> {
        if self.noted.as_deref() != reason {
            toplevel::in_transaction(|| cursor::note_waiting(self.id, reason))?;
            self.noted = reason.map(str::to_string);
        }
        Ok(())
    }

    /// Waits behind a batch of so many rows as long as is asked for, and as what is behind needs.
    ///
    /// # Errors
    ///
    /// A cancel.
    pub fn rest(&mut self, mut control: Control, rows: u64, took: Duration) -> Result<Rested, Failure> {
        let asked = (control.sleep_ratio, control.max_rows_per_second);
        let mut is_news = self.asked.replace(asked).is_some_and(|before| before != asked);
        let (mut held, mut is_told) = (Duration::ZERO, false);
        let wanted = rest_after(&control, rows, took);
        let end = Instant::now() + wanted;
        loop {
            let round = Instant::now();
            let left = end.saturating_duration_since(round);
            is_news |= control.is_paused;
            let reason = match self.obstacle(&control)? {
                Some(reason) => Some(reason),
                None if left.is_zero() => break,
                None if wanted > Duration::from_secs(1) => Some("migrate.throttle".to_string()),
                None => None,
            };
            let is_held = left.is_zero();
            if is_held && !control.is_paused && !is_told && held >= settings::lock_wait() / 2 {
                is_told = true;
                tell::waits_long()?;
            }
            if reason.is_some() {
                self.note(reason.as_deref())?;
            }
            let pause =
                if reason.is_some() { PAUSE_MS } else { PAUSE_MS.min(left.as_millis() as i64).max(1) };
            toplevel::without_snapshot(|| procedure::pause(pause))?;
            control = toplevel::in_transaction(|| cursor::control(self.id))?;
            control.check()?;
            if is_held {
                held += round.elapsed();
            }
            let is_free = control.sleep_ratio.is_none() && control.max_rows_per_second.is_none();
            if is_free && !control.is_paused && self.obstacle(&control)?.is_none() {
                break;
            }
        }
        self.note(None)?;
        Ok(Rested { held: if is_news { held } else { held.saturating_sub(MOST_HELD) }, is_news })
    }

    /// What must be waited for, whatever the throttle says.
    fn obstacle(&mut self, control: &Control) -> Result<Option<String>, Failure> {
        if control.is_paused {
            return Ok(Some("migrate.resume: it is paused".into()));
        }
        if let Some((at, reason)) = &self.looked
            && at.elapsed() < LOOK_EVERY
        {
            return Ok(reason.clone());
        }
        let mut reason = toplevel::in_transaction(backlog::reason)?;
        if let (None, Some(query)) = (&reason, &control.wait_while) {
            reason = ask(query)?;
        }
        // From when it was answered: it may have taken a while.
        self.looked = Some((Instant::now(), reason.clone()));
        Ok(reason)
    }
}

/// Asks a user's query whether to wait, as the role of the job; it can change nothing.
fn ask(query: &str) -> Result<Option<String>, Failure> {
    let sql = format!("SELECT CAST({} AS pg_catalog.bool)", asking(query));
    let words = format!("the query {}", cut(query));
    let within = || {
        toplevel::run("BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY")?;
        let says = toplevel::in_transaction(|| spi::user_row(&sql, &[], |row| row.get::<bool>(1)))?;
        toplevel::run("ROLLBACK")?;
        Ok(says.flatten().unwrap_or(false))
    };
    match deadline::within(Some(MOST_ASKING), within) {
        Ok(Some(false)) => Ok(None),
        Ok(Some(true)) => Ok(Some(words)),
        Ok(None) => Ok(Some(format!("{words}, which takes longer than {} s", MOST_ASKING.as_secs()))),
        Err(failure) if failure.is_cancel() => Err(failure),
        Err(failure) => {
            let hint = "Call it again with another wait_while; it goes on where it stopped.";
            let detail = failure.detail.map(|detail| format!("{detail} ")).unwrap_or_default();
            let detail = Some(format!("{detail}In the query that says whether to wait: {query}"));
            Err(Failure {
                detail,
                hint: failure.hint.or_else(|| Some(hint.into())),
                position: None,
                ..failure
            })
        }
    }
}

/// As much of a query as fits in a line.
fn cut(query: &str) -> String {
    const MOST: usize = 60;
    let line = query.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

/// How long to rest behind a batch by what `migrate.throttle` has set.
fn rest_after(control: &Control, rows: u64, took: Duration) -> Duration {
    let by_ratio = took.as_secs_f64() * control.sleep_ratio.unwrap_or(0.0);
    let by_rows = control.max_rows_per_second.map_or(0.0, |most| rows as f64 / most - took.as_secs_f64());
    Duration::from_secs_f64(by_ratio.max(by_rows).clamp(0.0, LONGEST.as_secs_f64()))
}
