//! Commits of a job of many migrations do not each wait for the disk: how many do, and what a crash leaves.
//!
//! Not here: commits that meet a cancel (commits.rs); where a worker is killed (kill_points.rs, crash.rs).

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{STATUS, WORKERS, create, tables, wait_for_blocked_worker};

/// The log goes to the disk when somebody waits for that, and hardly ever else.
fn lazy_disk(more: &[&str]) -> Cluster {
    let settings = ["wal_writer_delay=10s", "wal_writer_flush_after=1GB", "autovacuum=off"];
    Cluster::start(&[&settings[..], more].concat())
}

/// Migrations 1 to `count`, each with a table and a row of its own.
fn small_ones(session: &mut Session, count: u32) {
    for n in 1..=count {
        let up = format!("CREATE TABLE m{n} (id int); INSERT INTO log VALUES ('{n}')");
        create(session, n, &up, &format!("DROP TABLE m{n}"));
    }
}

fn killed_and_up_again(cluster: &Cluster, db: &Db) {
    cluster.kill();
    cluster.recover();
    db.wait_until_up();
    db.wait_for(WORKERS, &["0"]);
}

/// Versions that the history has, those that left a row, and those that left a table.
fn traces(db: &Db) -> [Vec<String>; 3] {
    let mut session = db.session();
    [
        "SELECT version FROM migrate.schema_migrations ORDER BY 1",
        "SELECT word::int FROM log ORDER BY 1",
        "SELECT substr(relname, 2)::int FROM pg_class WHERE relname ~ '^m[0-9]+$' ORDER BY 1",
    ]
    .map(|sql| session.query_text(sql))
}

#[test]
fn only_the_end_of_a_job_waits_for_the_disk() {
    const COUNT: u32 = 40;
    let cluster = lazy_disk(&["fsync=on"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    tables(&mut session);
    small_ones(&mut session, COUNT);
    let syncs = match cluster.version() {
        18.. => "SELECT sum(fsyncs)::bigint FROM pg_stat_io WHERE object = 'wal'",
        _ => "SELECT wal_sync FROM pg_stat_wal",
    };
    let mut syncs_of = |calls: &[&str]| -> i64 {
        let count = |session: &mut Session| -> i64 {
            session.exec("SELECT pg_stat_force_next_flush()");
            db.wait_for(WORKERS, &["0"]);
            db.session().one(syncs).parse().expect("a number")
        };
        let before = count(&mut session);
        calls.iter().for_each(|call| session.exec(call));
        count(&mut session) - before
    };
    let together = syncs_of(&["CALL migrate.up()"]);
    assert!(together < i64::from(COUNT) / 4, "{together} for {COUNT} migrations");
    let back = syncs_of(&["CALL migrate.down(target => 0)"]);
    assert!(back >= 1, "dropped tables wait: {back}");
    // Somebody who has said how it is to be is heard.
    let each = syncs_of(&["SET synchronous_commit = on", "CALL migrate.up()"]);
    assert!(each >= i64::from(COUNT), "{each} for {COUNT} migrations");
}

/// Statements that may reach other servers are on the disk before the next migration begins.
#[test]
fn what_may_reach_others_waits() {
    const COUNT: u32 = 20;
    let cluster = lazy_disk(&["fsync=on"]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    tables(&mut session);
    let (done, flushed) =
        ("SELECT count(*) FROM migrate.schema_migrations", "SELECT pg_current_wal_flush_lsn()");
    for n in 1..=COUNT {
        create(&mut session, n, "DO $$ BEGIN INSERT INTO log VALUES ('x'); END $$", "SELECT 1");
    }
    create(&mut session, 21, "INSERT INTO t VALUES (1000, 1)", "SELECT 1");
    let mut blocker = db.session();
    blocker.exec("BEGIN; LOCK TABLE t IN EXCLUSIVE MODE");
    let call = db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    assert_eq!(session.one(done), COUNT.to_string());
    let end = session.one(flushed);
    killed_and_up_again(&cluster, &db);
    drop((blocker, call));
    assert_eq!(db.session().one(done), COUNT.to_string(), "flushed up to {end}");
}

#[test]
fn a_crash_leaves_whole_migrations_and_the_rest_is_done_later() {
    const COUNT: u32 = 20;
    let cluster = lazy_disk(&[]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    tables(&mut session);
    small_ones(&mut session, COUNT);
    create(
        &mut session,
        21,
        "CREATE TABLE m21 (id int); INSERT INTO t VALUES (1000, 1); INSERT INTO log VALUES (21)",
        "SELECT 1",
    );
    let mut blocker = db.session();
    blocker.exec("BEGIN; LOCK TABLE t IN EXCLUSIVE MODE");
    let call = db.session().start("CALL migrate.up()");
    wait_for_blocked_worker(&db);
    let [seen, ..] = traces(&db);
    assert_eq!(seen.len(), COUNT as usize);
    killed_and_up_again(&cluster, &db);
    drop((blocker, call));
    let [history, rows, made] = traces(&db);
    // How many are left depends on when the log was written last.
    assert_eq!(history, seen[..history.len()], "the first ones, without a gap");
    assert_eq!((&rows, &made), (&history, &history));
    db.session().exec("CALL migrate.up()");
    let all: Vec<String> = (1..=COUNT + 1).map(|n| n.to_string()).collect();
    assert_eq!(traces(&db), [all.clone(), all.clone(), all]);
}

/// Whoever is told that it is done finds it done, whatever scripts and roles say of commits.
#[test]
fn what_was_told_survives() {
    let cluster = lazy_disk(&[]);
    for said in ["", "SET synchronous_commit = off"] {
        let db = Db::on(&cluster);
        let mut session = db.session();
        session.exec(&format!("ALTER DATABASE {} SET migrate.keep_session_settings = on", db.name()));
        let mut session = db.session();
        tables(&mut session);
        small_ones(&mut session, 5);
        create(
            &mut session,
            6,
            &format!("{said}; CREATE TABLE m6 (id int); INSERT INTO log VALUES ('6')"),
            "SELECT 1",
        );
        session.exec("CALL migrate.up()");
        killed_and_up_again(&cluster, &db);
        let all = ["1", "2", "3", "4", "5", "6"].map(String::from).to_vec();
        assert_eq!(traces(&db), [all.clone(), all.clone(), all], "{said}");
        assert_eq!(db.session().query_text(STATUS).len(), 6);
    }
}
