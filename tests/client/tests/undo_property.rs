//! Random tables, random sequences of safe operations, and each taken back in reverse order by `migrate.undo`: pg_dump
//! then says the same as before. A few seeds in the normal run; `UNDO_SEEDS=500 make test-client T=undo_property` for
//! more, which also compares after each step, and `UNDO_SEED=7` for one.
//!
//! Not here: what an operation does (operations*.rs), undo in scripts (operations_inline.rs).

mod operations;
mod tables;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use migrate_client_tests::{Db, Session};

use crate::common::{dump, operate};
use crate::stress::number;
use crate::stress::script::Rng;

/// Seeds of the normal run.
const SEEDS: u64 = 30;

#[test]
fn what_is_undone_in_reverse_order_leaves_no_trace() {
    let only = number::<u64>("UNDO_SEED");
    let many = number::<u64>("UNDO_SEEDS");
    let first = only.unwrap_or(1);
    let last = only.unwrap_or_else(|| many.unwrap_or(SEEDS));
    let next = AtomicU64::new(first);
    let (done, refused) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    let wrong = thread::scope(|scope| {
        let at_work: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let mut db = Db::fresh();
                    let mut wrong = Vec::new();
                    loop {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        if seed > last {
                            return wrong;
                        }
                        let mut round = Round::new(&db, seed, only.is_some() || many.is_some());
                        let result = catch_unwind(AssertUnwindSafe(|| round.run()));
                        done.fetch_add(round.done, Ordering::Relaxed);
                        refused.lock().expect("a list").append(&mut round.refused);
                        if result.is_err() {
                            println!("UNDO_SEED={seed}\n{}\n", round.story.join("\n"));
                            wrong.push(seed);
                            db = Db::fresh();
                        }
                    }
                })
            })
            .collect();
        at_work.into_iter().flat_map(|one| one.join().expect("a thread")).collect::<Vec<_>>()
    });
    let (done, refused) = (done.into_inner(), refused.into_inner().expect("a list"));
    println!("{}", refused.join("\n"));
    let refused = refused.len() as u64;
    println!("{} seeds: {done} operations, {refused} refused", last + 1 - first);
    assert!(wrong.is_empty(), "wrong: UNDO_SEED={wrong:?}");
    // A test of operations that are refused says nothing.
    assert!(done > 2 * refused, "{done} operations, {refused} refused");
}

struct Round<'a> {
    db: &'a Db,
    session: Session,
    rng: Rng,
    /// Whether to compare after each step, too.
    is_thorough: bool,
    story: Vec<String>,
    done: u64,
    /// Each call with the answer.
    refused: Vec<String>,
}

impl<'a> Round<'a> {
    fn new(db: &'a Db, seed: u64, is_thorough: bool) -> Round<'a> {
        let mut rng = Rng::new(seed);
        let mut session = db.session();
        let mut story = Vec::new();
        let sql = tables::script(&mut rng);
        story.push(sql.clone());
        session.exec(&sql);
        Round { db, session, rng, is_thorough, story, done: 0, refused: Vec::new() }
    }

    fn run(&mut self) {
        let before = self.dump();
        let first = self.last_operation();
        let mut steps: Vec<(i64, String)> = Vec::new();
        for _ in 0..2 + self.rng.below(6) {
            let Some(call) = operations::random(&mut self.rng, &mut self.session) else { continue };
            // Half of them on the road that large tables take.
            let small = self.rng.pick(&["0", "DEFAULT"]);
            self.session.exec(&format!("SET migrate.small_table = {small}"));
            self.story.push(format!("SET migrate.small_table = {small}; SELECT * FROM migrate.{call};"));
            // A completion that is taken back gives the old name back, not both.
            if self.is_thorough && !call.starts_with("complete") {
                let last = self.last_operation();
                steps.push((last, self.dump()));
            }
            match operate(&mut self.session, &call) {
                Ok(_) => self.done += 1,
                Err(error) => {
                    let answer = format!("-- {} {} {}", error.sqlstate, error.message, error.detail);
                    self.refused.push(format!("{call} {answer}"));
                    self.story.push(answer);
                    // What a job has begun is taken back, too; then the next call would go on with it.
                    if self.session.one("SELECT count(*) FROM migrate.operations WHERE status = 'running'")
                        != "0"
                    {
                        break;
                    }
                }
            }
        }
        let sql = format!("SELECT id FROM migrate.operations WHERE id > {first} ORDER BY id DESC");
        for id in self.session.query_text(&sql) {
            self.session.exec(&format!("SET migrate.small_table = {}", self.rng.pick(&["0", "DEFAULT"])));
            self.story.push(format!("SELECT * FROM migrate.undo({id});"));
            if let Err(error) = operate(&mut self.session, &format!("undo({id})")) {
                self.story.push(format!("-- {error:?}"));
                panic!("undo({id}): {error:?}");
            }
            let number: i64 = id.parse().expect("a number");
            // What was there when the operation after that number began.
            let then = steps.iter().find(|(last, _)| last + 1 == number).map(|(_, dump)| dump.clone());
            if let Some(dump) = then {
                self.compare(&dump, &format!("after undo({id})"));
            }
        }
        self.compare(&before, "in the end");
    }

    fn last_operation(&mut self) -> i64 {
        self.session.one("SELECT coalesce(max(id), 0) FROM migrate.operations").parse().expect("a number")
    }

    fn dump(&self) -> String {
        dump(self.db, tables::SCHEMAS)
    }

    fn compare(&mut self, expected: &str, when: &str) {
        let found = self.dump();
        if found == expected {
            return;
        }
        let missing = |of: &str, from: &str, sign: &str| {
            let has = |line: &str| from.lines().any(|other| other == line);
            of.lines().filter(|line| !has(line)).map(|line| format!("{sign} {line}")).collect::<Vec<_>>()
        };
        let mut lines = missing(expected, &found, "-");
        lines.extend(missing(&found, expected, "+"));
        self.story.push(format!("{when}:\n{}", lines.join("\n")));
        panic!("pg_dump differs {when}");
    }
}
