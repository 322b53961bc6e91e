//! Random migrations of every unit kind, and what each of their statements is to leave.

use std::fmt::Write as _;

use migrate_client_tests::Session;

/// SplitMix64: small, and the same everywhere.
pub struct Rng(u64);

impl Rng {
    /// From a seed.
    pub fn new(seed: u64) -> Rng {
        Rng(seed)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of some.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}

/// A script and what it leaves.
#[derive(Default, Clone)]
pub struct Script {
    /// Its statements.
    pub statements: Vec<String>,
    /// Numbers of those that write themselves into the log.
    pub logs: Vec<i64>,
    /// Numbers of those that change each row of `t` by one.
    pub bumps: Vec<i64>,
    /// Indexes that it makes and leaves.
    pub indexes: Vec<String>,
    /// How many more it makes whose names the server chooses.
    pub unnamed: usize,
}

/// A migration.
pub struct Migration {
    /// Its version.
    pub version: i64,
    /// The up script.
    pub up: Script,
    /// The down script.
    pub down: Script,
    /// Whether each statement stands alone (goose's NO TRANSACTION).
    alone: bool,
}

impl Migration {
    /// The script of a direction.
    pub fn script(&self, direction: &str) -> &Script {
        if direction == "up" { &self.up } else { &self.down }
    }

    /// The file.
    pub fn file(&self) -> String {
        let mut file = String::new();
        if self.alone {
            file.push_str("-- +goose NO TRANSACTION\n");
        }
        for (marker, script) in [("Up", &self.up), ("Down", &self.down)] {
            write!(file, "-- +goose {marker}\n{};\n", script.statements.join(";\n")).expect("text");
        }
        file
    }

    /// Loads it.
    pub fn register(&self, session: &mut Session) {
        let sql = format!("SELECT * FROM migrate.load($1, '{}_m.sql')", self.version);
        session.query_with(&sql, &[&self.file()]).expect("load");
    }
}

/// How many statements the scripts of a direction have.
pub fn statements(migrations: &[Migration], direction: &str) -> usize {
    migrations.iter().map(|migration| migration.script(direction).statements.len()).sum()
}

/// A few migrations; now and then only such as can run in the caller's transaction.
pub fn migrations(rng: &mut Rng) -> Vec<Migration> {
    let plain = rng.one_in(8);
    let count = 2 + rng.below(3) as i64;
    (1..=count).map(|version| migration(rng, version, plain)).collect()
}

fn migration(rng: &mut Rng, version: i64, plain: bool) -> Migration {
    let alone = !plain && rng.one_in(4);
    let mut up = Writer { script: Script::default(), direction: "up", version };
    let mut down = Writer { script: Script::default(), direction: "down", version };
    for piece in 0..2 + rng.below(4) {
        let name = format!("{version}_{piece}");
        if rng.one_in(3) {
            up.setting(rng, false);
        }
        match if plain { 0 } else { rng.below(9) } {
            0 | 1 => up.transaction(rng, alone || plain),
            2 | 3 => {
                let (unique, key) = rng.pick(&[("", "n"), ("UNIQUE", "id, n"), ("", "id")]);
                up.add(format!("CREATE {unique} INDEX CONCURRENTLY i_{name} ON t ({key})"));
                up.script.indexes.push(format!("i_{name}"));
            }
            4 => {
                up.add("CREATE INDEX CONCURRENTLY ON t (n, id)".into());
                up.script.unnamed += 1;
            }
            5 => {
                up.add(format!("CREATE INDEX d_{name} ON t (n)"));
                up.add(format!("DROP INDEX CONCURRENTLY d_{name}"));
            }
            6 => up.add(rng.pick(&["VACUUM t", "VACUUM (ANALYZE) t", "ANALYZE t"]).into()),
            7 => {
                let what = ["INDEX CONCURRENTLY t_pkey", "TABLE CONCURRENTLY t", "INDEX t_pkey"];
                up.add(format!("REINDEX {}", rng.pick(&what)));
            }
            _ => {
                up.add(format!("ALTER TYPE word ADD VALUE 'w_{name}'"));
                up.add(format!("INSERT INTO words VALUES ('w_{name}')"));
            }
        }
        if rng.one_in(2) {
            up.log();
        }
    }
    let plain_down = alone || plain || rng.one_in(4);
    if rng.one_in(2) {
        down.setting(rng, false);
    }
    for name in up.script.indexes.clone().iter().rev() {
        down.add(format!("DROP INDEX CONCURRENTLY {name}"));
        if rng.one_in(2) {
            down.transaction(rng, plain_down);
        }
    }
    if !plain && rng.one_in(3) {
        down.add(rng.pick(&["VACUUM t", "REINDEX INDEX CONCURRENTLY t_pkey"]).into());
    }
    down.transaction(rng, plain_down);
    Migration { version, up: up.script, down: down.script, alone }
}

struct Writer {
    script: Script,
    direction: &'static str,
    version: i64,
}

impl Writer {
    fn add(&mut self, statement: String) {
        self.script.statements.push(statement);
    }

    fn next(&self) -> i64 {
        self.script.statements.len() as i64 + 1
    }

    fn log(&mut self) {
        let number = self.next();
        self.script.logs.push(number);
        self.add(format!("INSERT INTO log VALUES ('{}', {}, {number})", self.direction, self.version));
    }

    /// Something that lasts as long as the session, or, in a block, to its end.
    fn setting(&mut self, rng: &mut Rng, in_block: bool) {
        const LASTING: [&str; 8] = [
            "SET search_path = other, public",
            "SET search_path TO public",
            "RESET search_path",
            "SELECT set_config('search_path', 'public, other', false)",
            "SET app.tenant = 'acme'",
            "SELECT set_config('app.tenant', 'other', false)",
            "SET ROLE stressed",
            "RESET ROLE",
        ];
        // A DO that stands alone may commit: a person is asked what became of it.
        const IN_BLOCK: [&str; 5] = [
            "DO $$BEGIN PERFORM set_config('app.tenant', 'block', false); END$$",
            "SET LOCAL search_path = pg_catalog, public",
            "SET LOCAL app.tenant = 'local'",
            "SELECT set_config('app.tenant', 'local', true)",
            "SET LOCAL ROLE stressed",
        ];
        let all: Vec<&str> =
            LASTING.into_iter().chain(in_block.then_some(IN_BLOCK).into_iter().flatten()).collect();
        self.add(rng.pick(&all).into());
    }

    /// Statements that commit together, in a block of their own unless they are to be `plain`.
    fn transaction(&mut self, rng: &mut Rng, plain: bool) {
        if !plain {
            self.add("BEGIN".into());
        }
        if rng.one_in(3) {
            self.setting(rng, !plain);
        }
        self.log();
        for _ in 0..rng.below(3) {
            match rng.below(3) {
                0 => {
                    let number = self.next();
                    self.script.bumps.push(number);
                    self.add("UPDATE t SET n = n + 1".into());
                }
                1 => self.add("SELECT pg_sleep(0.01)".into()),
                _ => {
                    let (direction, version, number) = (self.direction, self.version, self.next());
                    self.add(format!("ALTER TABLE t ADD COLUMN c_{direction}_{version}_{number} int"));
                }
            }
        }
        self.log();
        if !plain {
            self.add("COMMIT".into());
        }
    }
}
