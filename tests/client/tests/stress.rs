//! Random kill points, some hundreds of them: `make stress`. Each round is a database with a few migrations of every
//! unit kind, applied and rolled back, broken off at random moments in every way there is, and finished.
//! At each point status() must tell the truth, and in the end every statement's effect must be there exactly once, under
//! the search path, role and settings under which psql runs it.
//!
//! Not here: changes and backfills (stress/fire.rs), what asks a person (settle.rs), and a kill at each known place, which
//! `make test` does (crash.rs).
//! The seed makes the same scripts and the same choices again; the moment of a kill depends on the machine.

mod check;
mod fire;
mod kill;
pub mod script;

use std::collections::BTreeMap;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant, SystemTime};

use migrate_client_tests::{Cluster, Db, wait_until};

use check::Check;
use kill::{Caller, Kill, Moment, Way};
use script::{Migration, Rng};

/// More than these many wrong rounds say nothing new.
const ENOUGH: usize = 5;
/// Rows of the table that the scripts work on: an index build must last long enough to be hit.
const ROWS: u32 = 10_000;

#[test]
#[ignore = "slow: make stress"]
fn killed_anywhere_it_goes_on() {
    let points: usize = number("N").unwrap_or(200);
    let now = || SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let seed = number("SEED").unwrap_or_else(now);
    println!("stress: {points} kill points, SEED={seed}");

    let cluster = Cluster::start(&["fsync=off", "max_worker_processes=16", "autovacuum_naptime=1"]);
    let template = template(&cluster);
    let start = Instant::now();
    let mut stress =
        Stress { cluster: &cluster, template: template.name(), pace: Duration::ZERO, hits: BTreeMap::new() };
    stress.pace = stress.measure(&mut Rng::new(seed));
    let mut wrong = Vec::new();
    let mut round = 0;
    while stress.points() < points && wrong.len() < ENOUGH {
        round += 1;
        let name = format!("SEED={seed}, round {round}");
        // A round of its own seed: it can be looked at alone, whatever the rounds before did.
        let mut rng = Rng::new(seed.wrapping_add(round << 32));
        let result = catch_unwind(AssertUnwindSafe(|| stress.round(&mut rng, &name)));
        if result.is_err() {
            // The message was printed by the panic.
            wrong.push(name);
        }
        if round.is_multiple_of(20) {
            println!("{} points after {:.0?}", stress.points(), start.elapsed());
        }
    }
    for (what, count) in &stress.hits {
        println!("{count:5} {what}");
    }
    println!("{} kill points in {round} rounds, {:.0?}", stress.points(), start.elapsed());
    assert!(wrong.is_empty(), "wrong: {wrong:?}");
}

/// A number that the environment may say.
pub fn number<T: std::str::FromStr>(name: &str) -> Option<T> {
    let text = env::var(name).ok().filter(|text| !text.is_empty())?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}

/// What each round's database is made from.
fn template(cluster: &Cluster) -> Db {
    let db = Db::on(cluster);
    db.session().exec(&format!(
        "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL, note text);
         INSERT INTO t SELECT n, n FROM generate_series(1, {ROWS}) n;
         CREATE SCHEMA other; CREATE ROLE stressed SUPERUSER;
         CREATE TABLE log (direction text, version bigint, statement int,
                           session text DEFAULT concat_ws('|', current_setting('search_path'), current_user,
                                                          coalesce(current_setting('app.tenant', true), '')));
         CREATE TYPE word AS ENUM ('a');
         CREATE TABLE words (word word)"
    ));
    db
}

struct Stress<'a> {
    cluster: &'a Cluster,
    template: &'a str,
    /// How long an undisturbed run takes, for each statement.
    pace: Duration,
    hits: BTreeMap<String, usize>,
}

impl Stress<'_> {
    fn points(&self) -> usize {
        self.hits.iter().filter(|(what, _)| !what.starts_with("missed")).map(|(_, count)| count).sum()
    }

    fn database(&self, migrations: &[Migration]) -> Db {
        let db = Db::bare(self.cluster, &format!("TEMPLATE {}", self.template));
        let mut session = db.session();
        for migration in migrations {
            migration.register(&mut session);
        }
        db
    }

    /// How long a statement takes where nobody disturbs.
    fn measure(&self, rng: &mut Rng) -> Duration {
        let (mut took, mut statements) = (Duration::ZERO, 0);
        for _ in 0..3 {
            let migrations = script::migrations(rng);
            let db = self.database(&migrations);
            let start = Instant::now();
            db.session().exec("CALL migrate.up()");
            took += start.elapsed();
            statements += script::statements(&migrations, "up");
        }
        let pace = took / statements as u32;
        println!("an undisturbed run takes {pace:.1?} for each statement");
        pace
    }

    fn round(&mut self, rng: &mut Rng, name: &str) {
        let migrations = script::migrations(rng);
        let db = self.database(&migrations);
        let mut check = Check { db: &db, migrations: &migrations, story: vec![name.to_string()] };
        for direction in ["up", "down"] {
            let (mut times, most) = (0, 4);
            // Broken off again and again, now and then.
            while times == 0 || times < most && rng.one_in(3) {
                times += 1;
                self.break_off(rng, &db, direction, &mut check);
                check.truth(direction);
            }
            finish(rng, direction, &mut check);
            check.end(direction);
        }
        check.sessions(&Db::bare(self.cluster, &format!("TEMPLATE {}", self.template)));
    }

    /// Lets a run begin, and kills it at a random moment.
    fn break_off(&mut self, rng: &mut Rng, db: &Db, direction: &str, check: &mut Check) {
        let kill = Kill::random(rng);
        let way = Way::random(rng);
        let length = self.pace * script::statements(check.migrations, direction) as u32;
        let moment = Moment::random(rng, length);
        let what = format!("{kill:?}");
        check.story.push(format!("{direction} by {way:?}, {moment:?}, then {kill:?}"));

        let mut watcher = db.session();
        let caller = Caller::start(db, &way.sql(direction));
        let blocker = moment.await_in(db, &mut watcher, &caller);
        let hit = kill.strike(self.cluster, &mut watcher, &caller);
        drop(blocker);
        check.story.push(if hit { "hit".into() } else { "missed".into() });
        *self.hits.entry(if hit { what } else { format!("missed: {what}") }).or_default() += 1;

        let said = caller.end();
        check.story.push(format!("the caller said: {}", said.trim()));
        if hit && kill.ends_the_server() {
            wait_until("the session is closed", || watcher.is_closed());
        }
        if kill == Kill::Postmaster && hit {
            self.cluster.recover();
        }
        db.wait_until_up();
        check.nobody_works();
    }
}

/// Finishes undisturbed what was broken off.
fn finish(rng: &mut Rng, direction: &str, check: &mut Check) {
    let mut session = check.db.session();
    // The newest job, if it has not come to its end.
    let broken = "SELECT j.id FROM migrate.jobs j WHERE j.status <> 'done' AND j.pid IS NOT NULL
                  AND j.id = (SELECT max(id) FROM migrate.jobs)";
    let broken = session.query_text(broken);
    if let (Some(job), true) = (broken.first(), rng.one_in(3)) {
        check.story.push(format!("resumed job {job}"));
        match session.try_query(&format!("SELECT detail FROM migrate.resume({job})")) {
            Ok(rows) => check.story.push(format!("{rows:?}")),
            Err(error) => check.fail(&format!("resume: {error:?}")),
        }
        let new = session.one("SELECT max(id) FROM migrate.jobs");
        if let Err(error) = session.try_query(&format!("CALL migrate.wait({new})")) {
            check.fail(&format!("wait: {error:?}"));
        }
        return;
    }
    let call = Way::Call.sql(direction).remove(0);
    match session.try_query(&call) {
        Ok(rows) => check.story.push(format!("{call}: {rows:?}")),
        Err(error) => check.fail(&format!("{call}: {error:?}")),
    }
}
