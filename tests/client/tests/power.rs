//! The power goes: what was reported is there, and nothing is half done. What the server says is on the disk when somebody
//! is told of success is noted; then all its processes are killed, and the log behind a point between that and its last byte is
//! emptied, as if it had never reached the disk.
//!
//! `POWER_ROUNDS=100 make test-client T=power`; `POWER_SEED=7` makes the choices of one round again.

use std::collections::BTreeSet;

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use crate::common::{WORKERS, create, tables};
use crate::stress::number;
use crate::stress::script::Rng;

/// So many migrations at most are asked for before the power goes, and so many more are left for then.
const BEFORE: u32 = 40;
const ALL: u32 = 60;

/// What people were told is there.
#[derive(Default)]
struct Told {
    versions: BTreeSet<u32>,
    columns: BTreeSet<u32>,
    /// How far the log had reached the disk by then.
    flushed: String,
}

/// The numbers that a query gives.
fn numbers(session: &mut Session, sql: &str) -> Vec<u32> {
    session.query_text(sql).iter().map(|text| text.parse().expect("a number")).collect()
}

fn register(session: &mut Session, rng: &mut Rng) {
    for n in 1..=ALL {
        let (mut up, mut down) = (
            format!("CREATE TABLE m{n} (id int); INSERT INTO log VALUES ('{n}')"),
            format!("DROP TABLE m{n}"),
        );
        if rng.one_in(6) {
            up += &format!("; CREATE INDEX CONCURRENTLY i{n} ON m{n} (id); ALTER TABLE m{n} ADD b int");
        }
        down += &format!("; DELETE FROM log WHERE word = '{n}'");
        create(session, n, &up, &down);
    }
}

/// Ways in which people are told that something is done.
const WAYS: u64 = 4;

/// Asks for something, and waits until somebody says that it is done.
fn ask(way: u64, rng: &mut Rng, session: &mut Session, told: &mut Told) {
    let last = told.versions.last().copied().unwrap_or(0);
    let target = (last + 2 + rng.below(6) as u32).min(BEFORE);
    match way {
        0 if last > 0 => {
            session.exec("CALL migrate.down(1)");
            told.versions.remove(&last);
        }
        1 => {
            let column = told.columns.len() as u32;
            session.exec(&format!(
                "CALL migrate.run($$SELECT * FROM migrate.safe_add_column('t', 'c{column}', 'int', '0')$$)"
            ));
            told.columns.insert(column);
        }
        2 if target > last + 1 => {
            // In a block nobody waits for it: it is done when anybody sees that it is.
            session.exec(&format!("BEGIN; CALL migrate.up({target}); COMMIT"));
            wait_until("no job is at work", || {
                session.one("SELECT count(*) FROM migrate.jobs WHERE status IN ('queued', 'running')") == "0"
            });
            told.versions.extend(last + 1..=target);
        }
        _ if target > last + 1 => {
            session.exec(&format!("CALL migrate.up({target})"));
            told.versions.extend(last + 1..=target);
        }
        _ => {}
    }
}

fn round(seed: u64) {
    let rng = &mut Rng::new(seed);
    // Nothing but a commit that waits brings the log to the disk, and no page comes there before its log.
    let cluster = Cluster::start(&["bgwriter_lru_maxpages=0", "autovacuum=off"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    let writer = session.one("SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'");
    cluster.freeze_process(&writer);
    tables(&mut session);
    register(&mut session, rng);
    let mut told = Told::default();
    let asked = 2 + rng.below(3);
    for n in 0..=asked {
        // Each way is the last one, behind which nobody else brings the log to the disk. Of several migrations only the
        // end of their job waits for it.
        let way = if n == asked { seed % WAYS } else { rng.below(WAYS) };
        ask(way, rng, &mut session, &mut told);
        told.flushed = db.session().one("SELECT pg_current_wal_flush_lsn()");
    }
    let call = db.session().start("CALL migrate.up()");
    let more = told.versions.len() as u64 + rng.below(20);
    wait_until("some more are applied", || {
        let count = session.one("SELECT count(*) FROM migrate.schema_migrations");
        count.parse::<u64>().expect("a count") >= more
    });
    let end = session.one("SELECT pg_current_wal_insert_lsn()");
    cluster.kill();
    cluster.try_kill_process(&writer);
    let from = Cluster::position(&told.flushed);
    let cut = if seed <= WAYS || rng.one_in(2) {
        from
    } else {
        from + rng.below(Cluster::position(&end) - from + 1)
    };
    cluster.lose_log(cut);
    cluster.recover();
    db.wait_until_up();
    drop((session, call));
    db.wait_for(WORKERS, &["0"]);

    let mut session = db.session();
    let history = numbers(&mut session, "SELECT version FROM migrate.schema_migrations ORDER BY 1");
    let rows = numbers(&mut session, "SELECT word::int FROM log ORDER BY 1");
    let what = format!("POWER_SEED={seed}, told {:?}, history {history:?}, rows {rows:?}", told.versions);
    for version in &told.versions {
        assert!(history.contains(version), "{version} was reported: {what}");
    }
    for version in &history {
        assert_eq!(rows.iter().filter(|row| *row == version).count(), 1, "{version} is applied: {what}");
    }
    // The first unit of one more may be there, whose second one is not.
    assert!(rows.len() <= history.len() + 1, "{what}");
    let columns = numbers(
        &mut session,
        "SELECT substr(attname, 2)::int FROM pg_attribute WHERE attrelid = 't'::regclass AND attname ~ '^c[0-9]'",
    );
    assert!(told.columns.iter().all(|column| columns.contains(column)), "{columns:?}: {what}");
    session.exec("CALL migrate.up()");
    let all: Vec<u32> = (1..=ALL).collect();
    assert_eq!(
        numbers(&mut session, "SELECT version FROM migrate.schema_migrations ORDER BY 1"),
        all,
        "{what}"
    );
    assert_eq!(numbers(&mut session, "SELECT word::int FROM log ORDER BY 1"), all, "{what}");
    assert_eq!(numbers(&mut session, "SELECT count(*) FROM pg_index WHERE NOT indisvalid"), [0], "{what}");
    assert!(!cluster.log().contains("is not satisfied"), "a page was ahead of the log: {what}");
}

#[test]
fn what_was_reported_is_there() {
    if let Some(seed) = number("POWER_SEED") {
        return round(seed);
    }
    (1..=number("POWER_ROUNDS").unwrap_or(WAYS)).for_each(round);
}
