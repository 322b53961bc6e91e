//! Whether this is a good moment for a migration: what its scripts need, against what is there.
//!
//! Each file of `preflight/` judges one subject. `stop`: it would fail, hold up others, or wait without end; `warn`: worth
//! a thought first; `ok`: looked at, and nothing found. There is a row for each finding, so that each names one thing.

mod disk;
mod events;
mod facts;
mod indexes;
mod limits;
mod locks;
mod needs;
mod server;
mod space;
mod vacuum;
mod waits;
mod writers;

pub use self::facts::{
    Disk, EventTrigger, Facts, HeldLock, Lag, Limits, Place, Table, Target, Transaction, Workers,
};
pub use self::needs::Needs;
pub use self::space::{Amount, Space};

/// What a check comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing is in the way.
    Ok,
    /// Worth a thought first.
    Warn,
    /// Not now.
    Stop,
}

impl Verdict {
    /// As SQL shows it.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Stop => "stop",
        }
    }
}

/// What one check has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The subject.
    pub check: &'static str,
    /// What it comes to.
    pub verdict: Verdict,
    /// What was found, for people.
    pub detail: String,
    /// Whether it may pass by itself: it is worth waiting for.
    pub passes: bool,
}

impl Row {
    fn new(check: &'static str, verdict: Verdict, detail: impl Into<String>) -> Self {
        Row { check, verdict, detail: detail.into(), passes: true }
    }

    fn ok(check: &'static str, detail: impl Into<String>) -> Self {
        Row::new(check, Verdict::Ok, detail)
    }

    fn warn(check: &'static str, detail: impl Into<String>) -> Self {
        Row::new(check, Verdict::Warn, detail)
    }

    fn stop(check: &'static str, detail: impl Into<String>) -> Self {
        Row::new(check, Verdict::Stop, detail)
    }

    /// The same of what does not pass by waiting.
    fn for_good(self) -> Self {
        Row { passes: false, ..self }
    }
}

/// Judges every subject.
pub fn judge(needs: &Needs, facts: &Facts) -> Vec<Row> {
    let subjects: [fn(&Needs, &Facts) -> Vec<Row>; 13] = [
        server::state,
        server::migrator,
        server::workers,
        locks::conflicts,
        waits::long_transactions,
        locks::prepared,
        vacuum::autovacuum,
        indexes::invalid,
        disk::space,
        writers::lag,
        limits::timeouts,
        events::triggers,
        server::temporary,
    ];
    subjects.iter().flat_map(|subject| subject(needs, facts)).collect()
}

/// What stands in the way, on one line for people: those rows that say `stop`.
pub fn obstacles(rows: &[Row]) -> Vec<String> {
    let stops = rows.iter().filter(|row| row.verdict == Verdict::Stop);
    stops.map(|row| format!("{}: {}", row.check, row.detail)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nothing_is_needed_and_nothing_is_wrong_every_row_is_ok() {
        let rows = judge(&Needs::default(), &Facts::fake());
        assert!(rows.iter().all(|row| row.verdict == Verdict::Ok), "{rows:#?}");
        let checks: Vec<&str> = rows.iter().map(|row| row.check).collect();
        assert_eq!(
            checks,
            [
                "server",
                "other migrators",
                "worker slots",
                "lock conflicts",
                "long transactions",
                "prepared transactions",
                "autovacuum",
                "invalid indexes",
                "disk space",
                "replicas and archive",
                "timeouts",
                "event triggers"
            ]
        );
        assert!(obstacles(&rows).is_empty());
    }
}
