//! What is written into the extension's tables as JSON: values of each kind from a database, for `core/tests/stored.rs`,
//! which reads those of every released version. `STORED=file` writes them; without, this looks whether all kinds are there.

use std::collections::BTreeSet;
use std::{env, fs};

use migrate_client_tests::{Db, Session};
use migrate_core::plan::{Plan, Unit};
use migrate_core::request::Operation;
use serde_json::{Map, Value, json};

use super::state;
use crate::common::create;

/// A call of each kind, in a transaction that is rolled back: as a job that is planned, and as one that is not.
const CALLS: [&str; 38] = [
    "safe_create_index('t', '{n,lower(w)}', is_unique => true, include => '{m}', predicate => 'n > 0')",
    "safe_drop_index('t_i')",
    "safe_reindex('t')",
    "safe_replace_index('t_i', '{n,id}')",
    "repair_indexes('t')",
    "safe_add_column('t', 'c', 'int', default_value => 'random()', not_null => true, comment => 'c')",
    "safe_set_not_null('t', 'n')",
    "safe_drop_not_null('t', 'm')",
    "safe_set_default('t', 'n', '1')",
    "safe_set_statistics_target('t', 'n', 500)",
    "safe_backfill('t', 'n = id', 'n IS NULL', on_error => 'skip', parallel => 2, wait_while => 'false')",
    "safe_add_constraint('t', 'k', 'n > 0')",
    "safe_validate_constraint('t')",
    "safe_add_unique('t', '{n}')",
    "safe_add_primary_key('keyless', '{id}')",
    "safe_add_foreign_key('child', '{t}', 't')",
    "safe_drop_constraint('t', 'valid')",
    "safe_set_schema('t', 's')",
    "safe_rename_table('t', 'u')",
    "safe_add_enum_value('mood', 'calm')",
    "safe_attach_partition('parted', 'part2', 'FOR VALUES IN (2)')",
    "safe_detach_partition('parted', 'part1')",
    "safe_rename_column('t', 'n', 'o')",
    "safe_split_column('t', 'w', '{x,y}', ARRAY['left(w, 1)', 'right(w, 1)'], 'x || y')",
    "safe_merge_columns('t', '{n,m}', 'o', 'n || ''/'' || m', ARRAY['split_part(o, ''/'', 1)::int', 'split_part(o, ''/'', 2)::int'])",
    "safe_change_column_type('t', 'n', 'bigint')",
    "safe_drop_column('t', 'w')",
    "safe_drop_table('t')",
    "complete('renamed'::regclass, 'old_name')",
    "abort('merged', 'a')",
    "restore('hidden', 'gone')",
    "restore('hidden_table')",
    "undo((SELECT max(id) FROM migrate.operations WHERE operation LIKE 'safe_rename_table%'))",
    "undo((SELECT max(id) FROM migrate.operations WHERE operation LIKE 'safe_validate_constraint%'))",
    "undo((SELECT max(id) FROM migrate.operations WHERE operation LIKE 'safe_add_column%'))",
    "undo((SELECT max(id) FROM migrate.operations WHERE operation LIKE 'safe_set_not_null%'))",
    "undo((SELECT max(id) FROM migrate.operations WHERE operation LIKE 'safe_create_index%'))",
    "undo((SELECT max(id) FROM migrate.operations WHERE operation LIKE 'safe_attach_partition%'))",
];

const TABLES: &str = "
    CREATE SCHEMA s; CREATE TYPE mood AS ENUM ('loud');
    DROP TABLE IF EXISTS t CASCADE;
    CREATE TABLE t (id int PRIMARY KEY, n int, m int NOT NULL DEFAULT 1, w text, CONSTRAINT valid CHECK (m > 0));
    INSERT INTO t SELECT i, i, i, 'w' || i FROM generate_series(1, 50) i;
    CREATE INDEX t_i ON t (n); ALTER TABLE t ADD CONSTRAINT late CHECK (id > 0) NOT VALID;
    CREATE TABLE keyless (id int); INSERT INTO keyless VALUES (1);
    CREATE TABLE child (t int); INSERT INTO child VALUES (1);
    CREATE TABLE parted (k int, v int) PARTITION BY LIST (k); CREATE TABLE part1 PARTITION OF parted FOR VALUES IN (1);
    CREATE TABLE part2 (k int, v int); CREATE TABLE part3 (k int, v int);
    CREATE TABLE later (id int, CONSTRAINT lazy CHECK (id > 0)); ALTER TABLE later ADD CONSTRAINT laziest CHECK (id > 1) NOT VALID;
    INSERT INTO part1 VALUES (1, 1); INSERT INTO part2 VALUES (2, 2)";

/// The columns of JSON whose shape the code reads, by their names.
const COLUMNS: [(&str, &str); 10] = [
    ("jobs", "error"),
    ("operations", "arguments"),
    ("operations", "inverse"),
    ("change_records", "arguments"),
    ("change_records", "remembered"),
    ("backfills", "work"),
    ("origins", "before"),
    ("journal", "session"),
    ("journal", "sizes"),
    ("journal", "changed"),
];

/// The plan of the job that a call makes, if it makes one.
fn plan_of(session: &mut Session, call: &str) -> Option<Value> {
    let last = session.one("SELECT coalesce(max(id), 0) FROM migrate.jobs");
    session.exec("BEGIN");
    let asked = session.try_query(&format!("SELECT * FROM migrate.{call}"));
    let plan = asked.ok().and_then(|_| {
        session
            .query_text(&format!("SELECT plan FROM migrate.jobs WHERE id > {last} ORDER BY id LIMIT 1"))
            .pop()
    });
    session.exec("ROLLBACK");
    plan.map(|plan| serde_json::from_str(&plan).expect("JSON"))
}

#[test]
fn each_kind_of_what_is_stored() {
    let db = Db::fresh();
    state::build(&db);
    let mut session = db.session();
    session.exec(TABLES);
    create(
        &mut session,
        7,
        "SELECT migrate.safe_create_index('t', '{m}'); VACUUM t; BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1; COMMIT",
        "SELECT 1",
    );
    for call in [
        "safe_validate_constraint('later')",
        "safe_add_column('later', 'added', 'int')",
        "safe_attach_partition('parted', 'part3', 'FOR VALUES IN (3)')",
        "safe_create_index('later', '{id}')",
    ] {
        session.exec(&format!("SELECT migrate.{call}"));
    }
    session.exec("SET migrate.small_table = 0");
    let mut plans = Vec::new();
    for call in CALLS {
        plans.extend(plan_of(&mut session, call));
    }
    plans.extend(plan_of(&mut session, "apply()"));
    // With a migrator at work, whatever is asked for becomes a job, and is planned when its turn comes.
    let mut migrator = db.session();
    create(&mut migrator, 8, "SELECT 1", "SELECT 1");
    migrator.exec("BEGIN; SELECT migrate.record_migration(2); SELECT migrate.apply()");
    for call in CALLS {
        let plan = plan_of(&mut session, call);
        plans.push(plan.unwrap_or_else(|| {
            panic!("{call} makes no job: {:?}", session.try_query(&format!("SELECT migrate.{call}")))
        }));
    }
    migrator.exec("ROLLBACK");

    let read: Vec<Vec<Plan>> =
        plans.iter().map(|plan| serde_json::from_value(plan.clone()).expect("a plan")).collect();
    let all = || read.iter().flatten();
    let operations: BTreeSet<&str> =
        all().filter_map(|plan| plan.purpose.operation.as_ref()).map(Operation::name).collect();
    assert!(operations.len() > 30, "{operations:?}");
    let units: BTreeSet<&str> = all().flat_map(|plan| &plan.units).map(Unit::kind).collect();
    assert_eq!(units, BTreeSet::from(["batched", "operation", "standalone", "transaction"]));

    let mut stored = Map::new();
    stored.insert("jobs.plan".into(), json!(plans));
    for (table, column) in COLUMNS {
        let sql = format!("SELECT DISTINCT {column} FROM migrate.{table} WHERE {column} IS NOT NULL");
        let values: Vec<Value> =
            session.query_text(&sql).iter().map(|value| serde_json::from_str(value).expect("JSON")).collect();
        assert!(!values.is_empty(), "{sql}");
        stored.insert(format!("{table}.{column}"), json!(values));
    }
    if let Ok(file) = env::var("STORED") {
        fs::write(&file, serde_json::to_string_pretty(&stored).expect("JSON") + "\n").expect("a file");
    }
}
