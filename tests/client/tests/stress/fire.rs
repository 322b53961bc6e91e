//! Changes and backfills under fire: writers at work in every phase, by every name they may know, and kills between. In
//! the end each row has one value at both ends, what was committed is there, no more and no less, every index finds
//! it, and what was taken back has left nothing.

mod kind;
mod writer;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use migrate_client_tests::{Cluster, Db, Session, wait_until};

use self::kind::{Kind, Table};
use self::writer::{Names, WRITERS, Writer};
use super::script::Rng;
use super::{ENOUGH, number};
use crate::common::schema;

/// Often enough, so that a round of each seed is another.
const KINDS: [Kind; 10] = [
    Kind::Rename,
    Kind::KeyType,
    Kind::Split,
    Kind::Backfill,
    Kind::ValueType,
    Kind::Merge,
    Kind::DropColumn,
    Kind::Rename,
    Kind::Backfill,
    Kind::DropTable,
];

#[test]
#[ignore = "slow: make stress"]
fn changed_under_fire() {
    let rounds: u64 = number("ROUNDS").unwrap_or(100);
    let seed: u64 = number("SEED").unwrap_or(1);
    println!("under fire: {rounds} rounds, SEED={seed}");
    let cluster = Cluster::start(&["fsync=off", "max_worker_processes=16", "deadlock_timeout=100ms"]);
    let start = Instant::now();
    let (mut wrong, mut kills, mut writes) = (Vec::new(), 0, 0);
    for round in seed..seed + rounds {
        let mut fire = Round::new(&cluster, round);
        let result = catch_unwind(AssertUnwindSafe(|| fire.run()));
        kills += fire.kills;
        writes += fire.writes.load(Ordering::Relaxed);
        if result.is_err() {
            println!("SEED={round} ROUNDS=1\n{}", fire.story.join("\n"));
            wrong.push(round);
        }
        if wrong.len() >= ENOUGH {
            break;
        }
        if round % 10 == 0 {
            println!(
                "{} rounds, {kills} kills, {writes} statements, {:.0?}",
                round - seed + 1,
                start.elapsed()
            );
        }
    }
    println!("{rounds} rounds, {kills} kills, {writes} statements of writers, {:.0?}", start.elapsed());
    assert!(wrong.is_empty(), "wrong: SEED={wrong:?}");
}

/// Makes every table large, and its road long.
const SETTINGS: &str =
    "SET migrate.small_table = 0; SET migrate.backfill_target = 5; SET migrate.lock_window = 20";

struct Round<'a> {
    cluster: &'a Cluster,
    db: Db,
    table: Table,
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
        let table = Table::random(KINDS[(seed % 10) as usize], &mut rng);
        let sql = table.create();
        db.session().exec(&format!("CREATE EXTENSION amcheck; {sql}"));
        let story = vec![format!("{table:?}"), sql];
        Round { cluster, db, table, rng, seed, kills: 0, writes: AtomicU32::new(0), story }
    }

    fn run(&mut self) {
        let before = schema(&self.db);
        let call = self.table.call();
        match self.table.kind {
            Kind::Backfill => {
                // A call that came while one was at work is a backfill of its own.
                let done = "SELECT bool_and(status = 'done') FROM migrate.backfill_details
                            HAVING NOT EXISTS (SELECT FROM migrate.live_jobs WHERE alive)";
                self.under_fire(Names::Old, |round| round.drive(&call, done));
                let mut session = self.db.session();
                let left = "SELECT count(*) FROM t WHERE filled IS DISTINCT FROM upper(state)";
                assert_eq!(session.one(left), "0", "rows that are not filled");
            }
            Kind::DropColumn | Kind::DropTable => {
                let names = if self.table.kind == Kind::DropTable { Names::Old } else { Names::Neither };
                let back = if self.table.kind == Kind::DropTable { "'t'" } else { "'t', 'state'" };
                let rest = Duration::from_millis(self.rng.below(100));
                self.under_fire(names, |round| {
                    round.drive(&call, &state("grace"));
                    thread::sleep(rest);
                    round.drive(&format!("restore({back})"), &state("aborted"));
                });
                self.same(&before);
            }
            _ => self.two_ends(&call, &before),
        }
        self.right();
    }

    /// There, and back or on, by one of the ways.
    fn two_ends(&mut self, call: &str, before: &str) {
        self.under_fire(Names::Old, |round| round.drive(call, &state("ready")));
        self.right();
        let rest = Duration::from_millis(50 + self.rng.below(100));
        self.under_fire(Names::Both, |round| {
            thread::sleep(rest);
            if round.rng.one_in(3) {
                round.kill(0);
            }
        });
        self.right();
        let column = self.table.column();
        let abort = format!("abort('t', '{column}')");
        if self.rng.one_in(3) {
            self.under_fire(Names::Old, |round| round.drive(&abort, &state("aborted")));
            return self.same(before);
        }
        let complete = format!("complete('t', '{column}')");
        self.under_fire(Names::New, |round| round.drive(&complete, &state("grace")));
        self.right();
        match self.rng.below(3) {
            0 => {
                let undo = "undo((SELECT max(id) FROM migrate.changes))";
                let back = "SELECT state IN ('ready', 'undone') FROM migrate.changes";
                self.under_fire(Names::NewThenOld, |round| round.drive(undo, back));
                self.right();
                if self.table.kind != Kind::Rename {
                    self.under_fire(Names::Old, |round| round.drive(&abort, &state("aborted")));
                }
                self.same(before);
            }
            1 => {
                let abort = "abort((SELECT max(id) FROM migrate.changes))";
                let back = "SELECT state IN ('aborted', 'undone') FROM migrate.changes";
                let names = if self.table.kind == Kind::Rename { Names::NewThenOld } else { Names::Neither };
                self.under_fire(names, |round| round.drive(abort, back));
                self.same(before);
            }
            _ => {
                let end = "complete((SELECT max(id) FROM migrate.changes), force => true)";
                self.under_fire(Names::New, |round| round.drive(end, &state("done")));
            }
        }
    }

    /// Writers are at work while `work` is done; what each row of theirs then is, they know.
    fn under_fire(&mut self, names: Names, mut work: impl FnMut(&mut Self)) {
        self.story.push(format!("{names:?}"));
        let seed = self.seed.wrapping_mul(1_000) + self.story.len() as u64;
        let (stop, count) = (AtomicBool::new(false), AtomicU32::new(0));
        let (server, name) = (self.db.server().clone(), self.db.name().to_string());
        let mut wrong = Vec::new();
        let result = thread::scope(|scope| {
            let at_work: Vec<_> = (0..WRITERS)
                .map(|number| {
                    let mut writer = Writer::new(number, self.table, names, seed);
                    let (stop, server, name, count) = (&stop, &server, &name, &count);
                    scope.spawn(move || {
                        while !stop.load(Ordering::Relaxed) {
                            // A server that restarts after a kill has nobody in for a while.
                            let open = Session::try_open(server, name, server.user());
                            let Ok(mut session) = open else {
                                pause();
                                continue;
                            };
                            if writer.load(&mut session).is_err() {
                                pause();
                                continue;
                            }
                            while !stop.load(Ordering::Relaxed) && writer.write(&mut session) {
                                count.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                        writer
                    })
                })
                .collect();
            let result = catch_unwind(AssertUnwindSafe(|| work(self)));
            stop.store(true, Ordering::Relaxed);
            let writers: Vec<_> = at_work.into_iter().map(thread::ScopedJoinHandle::join).collect();
            self.is_up();
            for writer in writers {
                match writer {
                    Ok(writer) => wrong.extend(writer.check(&mut self.db.session())),
                    Err(panic) => {
                        wrong.push(format!("a writer failed: {:?}", panic.downcast_ref::<String>()))
                    }
                }
            }
            result
        });
        self.writes.fetch_add(count.into_inner(), Ordering::Relaxed);
        self.story.extend(wrong.clone());
        if let Err(panic) = result {
            std::panic::resume_unwind(panic);
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    fn is_up(&self) {
        let (server, name) = (self.db.server(), self.db.name());
        wait_until("the server is up", || Session::try_open(server, name, server.user()).is_ok());
    }

    /// Calls it until `done` says so, and kills somebody now and then.
    fn drive(&mut self, call: &str, done: &str) {
        let end = Instant::now() + Duration::from_secs(60);
        let most = self.rng.below(4);
        let (mut kills, mut said) = (0, Vec::new());
        loop {
            self.is_up();
            let (server, name) = (self.db.server(), self.db.name());
            let Ok(mut session) = Session::try_open(server, name, server.user()) else { continue };
            if session.try_query(SETTINGS).is_err() {
                continue;
            }
            // Or calls it again while its job is at work.
            let waits = !self.rng.one_in(3);
            let last = "SELECT max(id) FROM migrate.jobs HAVING max(id) > 0";
            if let Some(job) = session.try_query(last).unwrap_or_default().pop().filter(|_| waits) {
                // Raises the job's error, which the next call is to do something about.
                let _ = session.try_query(&format!("CALL migrate.wait({job})"));
            }
            match session.try_query(done) {
                Ok(rows) if rows == ["t"] => return,
                Ok(_) => {}
                Err(_) => continue,
            }
            assert!(Instant::now() < end, "{call} is not done after a minute: {said:?}\n{}", self.jobs());
            match session.try_query(&format!("SELECT detail FROM migrate.{call}")) {
                Ok(rows) => said = rows,
                // A job of an earlier call is still about to leave.
                Err(error) if ["", "57P01", "57P02", "57P03", "55P03"].contains(&error.sqlstate.as_str()) => {
                }
                Err(error) => panic!("{call}: {error:?}\n{}", self.jobs()),
            }
            if kills < most {
                kills += 1;
                let after = self.rng.below(250);
                thread::sleep(Duration::from_millis(after));
                let how = self.rng.below(4);
                let hit = self.kill(how);
                self.story.push(format!("{call}: after {after} ms kill {how}: {hit}"));
            }
        }
    }

    /// Kills a writer's process (0) or the worker (1), with SIGKILL, or terminates (2) or cancels (3) the worker; whether
    /// there was one.
    fn kill(&mut self, how: u64) -> bool {
        const WORKERS: &str = "backend_type LIKE 'migrate_ext%'";
        const WRITERS: &str = "backend_type = 'client backend' AND pid <> pg_backend_pid()";
        let (server, name) = (self.db.server(), self.db.name());
        let Ok(mut session) = Session::try_open(server, name, server.user()) else { return false };
        let mut ask = |what: &str, whom: &str| {
            let sql = format!(
                "SELECT {what} FROM pg_stat_activity WHERE datname = current_database() AND {whom} ORDER BY random() LIMIT 1"
            );
            session.try_query(&sql).unwrap_or_default().pop()
        };
        let hit = match how {
            0 => ask("pid", WRITERS).is_some_and(|pid| self.cluster.try_kill_process(&pid)),
            1 => ask("pid", WORKERS).is_some_and(|pid| self.cluster.try_kill_process(&pid)),
            2 => ask("pg_terminate_backend(pid)", WORKERS).is_some(),
            _ => ask("pg_cancel_backend(pid)", WORKERS).is_some(),
        };
        // One that had just ended takes nobody along.
        let until = Instant::now() + Duration::from_secs(2);
        while hit && how < 2 && Instant::now() < until && !session.is_closed() {
            pause();
        }
        self.kills += u32::from(hit);
        hit
    }

    /// What became of everything, for whoever has to find out why.
    fn jobs(&self) -> String {
        let mut session = self.db.session();
        let mut said = Vec::new();
        for sql in [
            "SELECT id, status, error FROM migrate.jobs ORDER BY id",
            "SELECT id, operation, status, asked_by FROM migrate.operations ORDER BY id",
            "SELECT id, state FROM migrate.changes ORDER BY id",
            "SELECT id, job, operation, unit, units, kind, status, message, left(sql, 60) FROM migrate.journal ORDER BY id",
        ] {
            said.extend(session.query_text(sql));
        }
        said.join("\n")
    }

    /// Both ends of every row fit, every index has every row, and no child has lost its parent.
    fn right(&self) {
        let mut session = self.db.session();
        let wrong = format!(
            "SELECT j FROM (SELECT to_jsonb(t) - 'pad' FROM t) t(j) WHERE {} OR j->>'m' IS DISTINCT FROM (2 * (j->>'n')::int)::text LIMIT 5",
            self.table.wrong()
        );
        assert_eq!(session.query_text(&wrong), [""; 0], "rows of which the ends differ");
        // Reads the whole table, and looks for each row in each index.
        session.exec(
            "SELECT bt_index_check(indexrelid, true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
             WHERE indrelid IN (SELECT relid FROM pg_partition_tree('t')) AND indisvalid AND relkind = 'i' AND amname = 'btree'",
        );
        if self.table.has_child {
            let lost = "SELECT count(*) FROM child WHERE NOT EXISTS (SELECT FROM t WHERE id = t_id)";
            assert_eq!(session.one(lost), "0", "children without a parent");
        }
    }

    /// The table is defined as it was, and nothing is left.
    fn same(&self, before: &str) {
        // The last job has done its work, and is about to say so.
        self.db.wait_for("SELECT count(*) FROM migrate.live_jobs WHERE alive", &["0"]);
        let after = schema(&self.db);
        let differ: Vec<_> =
            before.lines().zip(after.lines()).filter(|(before, after)| before != after).collect();
        assert!(after == before, "the definitions before and after: {differ:#?}");
    }
}

fn state(name: &str) -> String {
    format!("SELECT state = '{name}' FROM migrate.changes ORDER BY id DESC LIMIT 1")
}

fn pause() {
    thread::sleep(Duration::from_millis(10));
}
