//! A column renamed online under fire: writers at work in every phase, by either name, and the worker killed between.
//! In the end each row has one value under both names, and what was committed is there, no more and no less.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use migrate_client_tests::{Cluster, Db, Session};

use super::script::Rng;
use super::{ENOUGH, number};

/// Rows at the beginning; keys of writers are taken from twice as many.
const ROWS: u64 = 4_000;
const WRITERS: u64 = 3;
/// Rows of either kind, whose names say different things.
const WRONG: &str =
    "SELECT id, state, status FROM t WHERE ROW(state)::record *<> ROW(status)::record LIMIT 5";

#[test]
#[ignore = "slow: make stress"]
fn renamed_under_fire() {
    let rounds: u64 = number("ROUNDS").unwrap_or(20);
    let seed: u64 = number("SEED").unwrap_or(1);
    println!("rename under fire: {rounds} rounds, SEED={seed}");
    let cluster = Cluster::start(&["fsync=off", "max_worker_processes=16", "deadlock_timeout=100ms"]);
    let start = Instant::now();
    let (mut wrong, mut kills, mut writes) = (Vec::new(), 0, 0);
    for round in seed..seed + rounds {
        let mut fire = Round::new(&cluster, round);
        let result = catch_unwind(AssertUnwindSafe(|| fire.run()));
        kills += fire.kills;
        writes += fire.writes.load(Ordering::Relaxed);
        if result.is_err() {
            println!("SEED={round}\n{}", fire.story.join("\n"));
            wrong.push(round);
        }
        if wrong.len() >= ENOUGH {
            break;
        }
    }
    println!("{rounds} rounds, {kills} kills, {writes} statements of writers, {:.0?}", start.elapsed());
    assert!(wrong.is_empty(), "wrong: SEED={wrong:?}");
}

/// What writers may use now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    Old,
    Both,
    New,
}

struct Round<'a> {
    cluster: &'a Cluster,
    db: Db,
    rng: Rng,
    seed: u64,
    kills: u32,
    writes: AtomicU32,
    story: Vec<String>,
}

impl<'a> Round<'a> {
    fn new(cluster: &'a Cluster, seed: u64) -> Round<'a> {
        let mut rng = Rng::new(seed);
        let db = Db::on(cluster);
        let is_partitioned = rng.one_in(2);
        let is_nullable = rng.one_in(2);
        let (partition, key) =
            if is_partitioned { (" PARTITION BY RANGE (part)", "id, part") } else { ("", "id") };
        let not_null = if is_nullable { "" } else { " NOT NULL" };
        let mut sql = format!(
            "CREATE TABLE t (id int, part int NOT NULL DEFAULT 0, state text{not_null} DEFAULT 'default', n int, PRIMARY KEY ({key})){partition};"
        );
        if is_partitioned {
            sql.push_str(
                "CREATE TABLE t0 PARTITION OF t FOR VALUES IN (0); CREATE TABLE t1 PARTITION OF t DEFAULT;",
            );
            sql = sql.replace("BY RANGE", "BY LIST");
        }
        sql.push_str(&format!(
            "CREATE INDEX ON t (state); CREATE INDEX ON t (lower(state)) WHERE n > 10;
             INSERT INTO t SELECT i, i % 2, 'row ' || i, i FROM generate_series(1, {ROWS}) i"
        ));
        db.session().exec(&sql);
        let story = vec![sql];
        Round { cluster, db, rng, seed, kills: 0, writes: AtomicU32::new(0), story }
    }

    /// Writers are at work while `work` is done; what each row of theirs then is, they know.
    fn under_fire(&mut self, names: Names, mut work: impl FnMut(&mut Self)) {
        let stop = AtomicBool::new(false);
        let mut story = Vec::new();
        let (server, name, user) =
            (self.db.server().clone(), self.db.name().to_string(), self.db.server().user().to_string());
        let seed = self.seed.wrapping_mul(1_000) + self.story.len() as u64;
        let count = AtomicU32::new(0);
        let result = thread::scope(|scope| {
            let at_work: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let (stop, server, name, user, count) = (&stop, &server, &name, &user, &count);
                    scope.spawn(move || {
                        let mut rng = Rng::new(seed.wrapping_add(writer << 40));
                        let mut known = Known { writer, rows: BTreeMap::new(), names };
                        while !stop.load(Ordering::Relaxed) {
                            // A server that restarts after a kill has nobody in for a while.
                            let Ok(mut session) = Session::try_open(server, name, user) else {
                                thread::sleep(Duration::from_millis(20));
                                continue;
                            };
                            known.load(&mut session);
                            while !stop.load(Ordering::Relaxed) {
                                if known.write(&mut rng, &mut session).is_none() {
                                    break;
                                }
                                count.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                        known
                    })
                })
                .collect();
            let result = catch_unwind(AssertUnwindSafe(|| work(self)));
            stop.store(true, Ordering::Relaxed);
            for one in at_work {
                match one.join() {
                    Ok(known) => story.extend(known.check(&mut Session::open(&server, &name, &user))),
                    Err(_) => story.push("a writer failed".into()),
                }
            }
            result
        });
        self.writes.fetch_add(count.into_inner(), Ordering::Relaxed);
        self.story.push(format!("{names:?}"));
        if let Err(panic) = result {
            std::panic::resume_unwind(panic);
        }
        if !story.is_empty() {
            self.fail(&story.join("\n"));
        }
    }

    fn fail(&mut self, what: &str) -> ! {
        self.story.push(what.into());
        panic!("{what}");
    }

    fn run(&mut self) {
        self.under_fire(Names::Old, Self::expand);
        self.same();
        let more = 50 + self.rng.below(100);
        self.under_fire(Names::Both, |_| thread::sleep(Duration::from_millis(more)));
        self.same();
        self.under_fire(Names::New, |round| {
            // The worker that has made it ready may still be about to leave.
            let mut refused = None;
            for _ in 0..100 {
                match crate::common::operate(&mut round.session(), "complete('t', 'state')") {
                    Ok(_) => return,
                    Err(error) if error.sqlstate == "55P03" => refused = Some(error),
                    Err(error) => round.fail(&format!("complete: {error:?}")),
                }
                thread::sleep(Duration::from_millis(50));
            }
            round.fail(&format!("complete: {refused:?}"));
        });
        if self.rng.one_in(2) {
            self.under_fire(Names::New, |_| thread::sleep(Duration::from_millis(20)));
        }
    }

    fn session(&self) -> Session {
        let mut session = self.db.session();
        session.exec(
            "SET migrate.small_table = 0; SET migrate.backfill_target = 5; SET migrate.lock_window = 20",
        );
        session
    }

    /// Calls it until it is done, and kills the worker now and then.
    fn expand(&mut self) {
        const CALL: &str = "SELECT FROM migrate.safe_rename_column('t', 'state', 'status')";
        let end = Instant::now() + Duration::from_secs(30);
        let most = self.rng.below(4) as u32;
        let mut killed = 0;
        loop {
            if Instant::now() > end {
                let mut session = self.session();
                let mut said = Vec::new();
                for sql in [
                    "SELECT id, status, error FROM migrate.jobs ORDER BY id",
                    "SELECT id, operation, status, asked_by FROM migrate.operations ORDER BY id",
                    "SELECT id, state FROM migrate.changes ORDER BY id",
                    "SELECT id, job, operation, unit, units, kind, status, message, left(sql, 60) FROM migrate.journal ORDER BY id",
                    CALL,
                ] {
                    said.push(session.query_text(&sql.replace("SELECT FROM", "SELECT * FROM")).join("\n"));
                }
                self.fail(&format!("not done after half a minute:\n{}", said.join("\n")));
            }
            let Ok(mut session) =
                Session::try_open(self.db.server(), self.db.name(), self.db.server().user())
            else {
                thread::sleep(Duration::from_millis(20));
                continue;
            };
            let settings =
                "SET migrate.small_table = 0; SET migrate.backfill_target = 5; SET migrate.lock_window = 20";
            if session.try_query(settings).is_err() {
                continue;
            }
            if session.try_query("SELECT state FROM migrate.changes").is_ok_and(|states| states == ["ready"])
            {
                return;
            }
            if let Err(error) = session.try_query(CALL) {
                // The call looks at what a job of an earlier one is changing at that moment.
                let is_half_made = ["42701", "42710"].contains(&error.sqlstate.as_str());
                if error.sqlstate.is_empty() || error.sqlstate.starts_with("57P") || is_half_made {
                    continue;
                }
                self.fail(&format!("{CALL}: {error:?}"));
            }
            if killed < most {
                let (after, how) = (self.rng.below(250), self.rng.below(3));
                thread::sleep(Duration::from_millis(after));
                const WORKER: &str = "FROM pg_stat_activity WHERE backend_type LIKE 'migrate_ext%' AND datname = current_database()";
                let hit = match how {
                    0 => session
                        .try_query(&format!("SELECT pid {WORKER}"))
                        .unwrap_or_default()
                        .first()
                        .is_some_and(|pid| self.cluster.try_kill_process(pid)),
                    1 => session
                        .try_query(&format!("SELECT pg_terminate_backend(pid) {WORKER}"))
                        .is_ok_and(|rows| !rows.is_empty()),
                    _ => session
                        .try_query(&format!("SELECT pg_cancel_backend(pid) {WORKER}"))
                        .is_ok_and(|rows| !rows.is_empty()),
                };
                self.story.push(format!("after {after} ms kill {how}: {hit}"));
                killed += 1;
                self.kills += u32::from(hit);
                // One that had just ended takes nobody along.
                let until = Instant::now() + Duration::from_secs(2);
                while hit && how == 0 && Instant::now() < until && !session.is_closed() {
                    thread::sleep(Duration::from_millis(10));
                }
                continue;
            }
            let _ = session.try_query("CALL migrate.wait((SELECT max(id) FROM migrate.jobs))");
        }
    }

    /// Every row says the same under both names.
    fn same(&mut self) {
        let mut session = self.db.session();
        let wrong = session.query_text(WRONG);
        if !wrong.is_empty() {
            self.fail(&format!("rows with two values: {wrong:?}"));
        }
        session.exec("SET enable_seqscan = off");
        let by_index = session.query_text("SELECT id FROM t x WHERE NOT EXISTS (SELECT FROM t WHERE status = x.state AND id = x.id) AND state IS NOT NULL LIMIT 5");
        if !by_index.is_empty() {
            self.fail(&format!("not found by the new name: {by_index:?}"));
        }
    }
}

/// What a writer knows of its own rows: nobody else writes those with its remainder.
struct Known {
    writer: u64,
    rows: BTreeMap<u64, Option<String>>,
    names: Names,
}

impl Known {
    fn own(&self) -> String {
        format!("SELECT id, state, state IS NULL FROM t WHERE id % {WRITERS} = {}", self.writer)
    }

    /// What is there, after a new connection: whether the last statement was committed nobody has told us.
    fn load(&mut self, session: &mut Session) {
        let new = self.own().replace("state", "status");
        let rows = session.try_query(&self.own()).or_else(|_| session.try_query(&new)).unwrap_or_default();
        let before = std::mem::take(&mut self.rows);
        for row in rows {
            let fields: Vec<&str> = row.split('|').collect();
            self.rows
                .insert(fields[0].parse().expect("an id"), (fields[2] == "f").then(|| fields[1].to_string()));
        }
        // At most the last statement's row differs.
        if !before.is_empty() {
            let keys: std::collections::BTreeSet<_> = before.keys().chain(self.rows.keys()).collect();
            let differ = keys.into_iter().filter(|key| before.get(key) != self.rows.get(key)).count();
            assert!(differ <= 2, "{differ} rows differ after a crash");
        }
    }

    /// Writes something; `None` if the connection is lost.
    fn write(&mut self, rng: &mut Rng, session: &mut Session) -> Option<()> {
        let id = rng.below(2 * ROWS / WRITERS) * WRITERS + self.writer;
        let other = rng.below(2 * ROWS / WRITERS) * WRITERS + self.writer;
        let value = format!("w{} {}", self.writer, rng.below(1_000_000));
        let column = match self.names {
            Names::Old => "state",
            Names::New => "status",
            Names::Both => rng.pick(&["state", "status"]),
        };
        let there = self.rows.contains_key(&id);
        let mut after = self.rows.clone();
        let sql = match rng.below(9) {
            0 | 1 if !there => {
                after.insert(id, Some(value.clone()));
                format!("INSERT INTO t (id, {column}, n) VALUES ({id}, '{value}', 5)")
            }
            2 if !there => {
                after.insert(id, Some("default".into()));
                format!("INSERT INTO t (id) VALUES ({id})")
            }
            3 if there => {
                after.remove(&id);
                format!("DELETE FROM t WHERE id = {id}")
            }
            // The key, and with it the row, moves.
            4 if there && !self.rows.contains_key(&other) => {
                let row = after.remove(&id).flatten();
                after.insert(other, row);
                format!("UPDATE t SET id = {other}, part = 1 - part WHERE id = {id}")
            }
            5 if there => {
                after.insert(id, Some(value.clone()));
                format!("UPDATE t SET part = 1 - part, {column} = '{value}' WHERE id = {id}")
            }
            6 if there && self.names == Names::Both => {
                after.insert(id, Some(value.clone()));
                format!("UPDATE t SET state = 'other', status = '{value}' WHERE id = {id}")
            }
            7 => {
                // Where the row is in the other partition this key is free; then nobody knows what is there.
                if there {
                    return Some(());
                }
                after.insert(id, Some(value.clone()));
                format!(
                    "INSERT INTO t (id, part, {column}) VALUES ({id}, 1, 'x'), ({id}, 1, 'x') ON CONFLICT DO NOTHING;
                     UPDATE t SET {column} = '{value}' WHERE id = {id}"
                )
            }
            _ if there => {
                after.insert(id, Some(value.clone()));
                format!("UPDATE t SET {column} = '{value}', n = n + 1 WHERE id = {id}")
            }
            _ => return Some(()),
        };
        match session.try_query(&sql) {
            Ok(_) => self.rows = after,
            // Left alone, it is done again some other time.
            Err(error) if ["40P01", "40001"].contains(&error.sqlstate.as_str()) => {}
            // The name is gone, or not there yet: completed meanwhile.
            Err(error) if error.sqlstate.is_empty() || error.sqlstate.starts_with("57P") => return None,
            Err(error) => panic!("{sql}: {error:?}"),
        }
        Some(())
    }

    /// What is there and should not be, or the other way round.
    fn check(self, session: &mut Session) -> Vec<String> {
        let mut there = Known { writer: self.writer, rows: BTreeMap::new(), names: self.names };
        there.load(session);
        let mut wrong = Vec::new();
        for key in there.rows.keys().chain(self.rows.keys()) {
            let (found, expected) = (there.rows.get(key), self.rows.get(key));
            if found != expected && wrong.len() < 5 {
                wrong.push(format!("row {key}: {found:?} instead of {expected:?}"));
            }
        }
        wrong
    }
}
