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
mod replication;
mod row;
pub mod schemas;
mod server;
mod space;
mod vacuum;
mod waits;
mod writers;

pub use self::facts::{
    Disk, EventTrigger, Facts, HeldLock, Lag, Limits, Place, Table, Target, Transaction, Workers,
};
pub use self::needs::Needs;
pub use self::row::{Row, Verdict};
pub use self::space::{Amount, Space};

/// Judges every subject.
pub fn judge(needs: &Needs, facts: &Facts) -> Vec<Row> {
    let subjects: [fn(&Needs, &Facts) -> Vec<Row>; 14] = [
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
        replication::order,
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
                "logical replication",
                "timeouts",
                "event triggers"
            ]
        );
        assert!(obstacles(&rows).is_empty());
    }
}
