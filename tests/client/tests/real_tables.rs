//! Operations and changes against the server's own statements, on random tables as people have them.
//!
//! Each case has a database and its twin, made by one script. In the first, sessions with settings of all kinds ask for
//! random operations and changes; in the twin the plain statement is run. Writers with other settings write in both. What
//! is defined and what is in the rows must be the same in the end, column order aside: that of the twin's ALTER TABLE where
//! a change is completed, that of before where it is taken back. A copy by pg_dump joins in the middle, and is treated
//! alike from then on. A refusal must leave everything as it was; what plain SQL refuses need not work.
//!
//! A few seeds in the normal run; `REAL_SEEDS=500 make test-client T=real_tables` for more, `REAL_SEED=7` for one (both print
//! what can be repeated in psql), and `make stress` for as many as REAL_SEEDS says there.
//!
//! Not here: kills (stress.rs, crash.rs), writers at the same moment (stress/fire.rs), sequences of undo (undo_property.rs).

mod asked;
mod belongings;
mod case;
mod ends;
mod kind;
mod picture;
mod place;
mod settings;
mod table;
mod types;
mod writes;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;

use self::case::Case;
use self::place::Home;
use crate::stress::number;

/// Seeds of the normal run: one more would not make it better, and it takes time.
const SEEDS: u64 = 16;
/// Seeds of the stress run.
const MANY: u64 = 400;
/// More than these many wrong seeds say nothing new.
const ENOUGH: usize = 12;

/// What was done, and how it ended; how often.
#[derive(Default)]
pub struct Tally(Mutex<BTreeMap<String, u64>>);

impl Tally {
    /// One more.
    pub fn count(&self, what: String) {
        *self.0.lock().expect("the tally").entry(what).or_default() += 1;
    }

    fn of(&self, start: &str) -> u64 {
        let all = self.0.lock().expect("the tally");
        all.iter().filter(|(what, _)| what.starts_with(start)).map(|(_, count)| count).sum()
    }
}

#[test]
fn operations_mean_what_the_server_means() {
    match number::<u64>("REAL_SEED") {
        Some(seed) => run(seed, seed),
        None => run(1, number("REAL_SEEDS").unwrap_or(SEEDS)),
    }
}

#[test]
#[ignore = "slow: make stress"]
fn stress_operations_mean_what_the_server_means() {
    let first = number("REAL_FIRST").unwrap_or(1000);
    run(first, first + number("REAL_SEEDS").unwrap_or(MANY) - 1);
}

fn run(first: u64, last: u64) {
    let start = Instant::now();
    let home = Home::new();
    let tally = Tally::default();
    let next = AtomicU64::new(first);
    let wrong = Mutex::new(Vec::new());
    let enough = number("REAL_ENOUGH").unwrap_or(ENOUGH);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > last || wrong.lock().expect("wrong seeds").len() >= enough {
                        return;
                    }
                    if let Some(finding) = one(&home, &tally, seed) {
                        println!("{finding}\n");
                        wrong.lock().expect("wrong seeds").push(seed);
                    }
                }
            });
        }
    });
    for (what, count) in tally.0.lock().expect("the tally").iter() {
        println!("{count:5} {what}");
    }
    let (done, refused) = (tally.of("done: "), tally.of("refused: "));
    let seeds = next.into_inner().min(last + 1) - first;
    println!("{seeds} seeds: {done} done, {refused} refused, {:.0?}", start.elapsed());
    let wrong = wrong.into_inner().expect("wrong seeds");
    assert!(wrong.is_empty(), "wrong: REAL_SEED={wrong:?}");
    // A test in which everything is refused would say nothing.
    assert!(done > refused || first == last, "{done} done, {refused} refused");
}

/// What is wrong with a seed, and how to repeat it.
fn one(home: &Home, tally: &Tally, seed: u64) -> Option<String> {
    let mut case = match Case::new(home, tally, seed) {
        Ok(case) => case,
        Err(finding) => return Some(format!("REAL_SEED={seed}\n{finding}")),
    };
    let result = catch_unwind(AssertUnwindSafe(|| case.run()));
    let finding = match result {
        Ok(Ok(())) => return None,
        Ok(Err(finding)) => finding,
        Err(panic) => format!("the test itself has panicked: {:?}", panic.downcast_ref::<String>()),
    };
    Some(format!("REAL_SEED={seed}\n{}\n-- WRONG (seed {seed}): {finding}", case.story()))
}
