//! What statements need, from the readings that a test with a server keeps true (`core/tests/ddl/reading.json`).

use super::*;
use crate::classify;
use crate::ddl::Reading;
use crate::ddl::value::Constant;
use crate::plan::sample;
use crate::statement::Place;

/// What a script of statements of that file needs, each on its own line.
fn needs(script: &[&str]) -> Needs {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ddl/reading.json");
    let readings: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut needs = Needs::default();
    for (sql, line) in script.iter().zip(1..) {
        let entry = readings.iter().find(|entry| entry["sql"] == *sql).unwrap_or_else(|| panic!("{sql}"));
        let reading: Reading = serde_json::from_value(entry.clone()).unwrap();
        let place = Place { number: line, start: 0, line, column: 1 };
        needs.add(&classify::statement(sql, place, &reading), &reading.command);
    }
    needs
}

fn room(script: &[&str]) -> Vec<String> {
    let spaces = needs(script).space;
    let told = |space: &Space| {
        let amount = match &space.amount {
            Amount::Index { columns, tablespace } => {
                let columns: Vec<&str> =
                    columns.iter().map(|column| column.as_deref().unwrap_or("?")).collect();
                let place = tablespace.as_ref().map(|place| format!(" in {place}")).unwrap_or_default();
                format!("index({}){place}", columns.join(","))
            }
            Amount::Rebuild => "rebuild".into(),
            Amount::Rewrite => "rewrite".into(),
            Amount::Move(place) => format!("move to {place}"),
            Amount::Rows => "rows".into(),
        };
        let may = if space.is_certain { "" } else { "?" };
        format!("{} {amount}{may}", space.relation.name)
    };
    spaces.iter().map(told).collect()
}

#[test]
fn what_needs_room() {
    assert_eq!(room(&["CREATE INDEX i ON t (a)"]), ["t index(a)"]);
    assert_eq!(room(&["CREATE INDEX ON s.t ((a + 1))"]), ["t index(?)"]);
    assert_eq!(room(&["ALTER TABLE t ADD PRIMARY KEY (a)"]), ["t index(a)"]);
    assert_eq!(room(&["ALTER TABLE t ALTER a TYPE bigint USING a::bigint"]), ["t rewrite?"]);
    assert_eq!(room(&["ALTER TABLE t SET TABLESPACE x"]), ["t move to x"]);
    assert_eq!(room(&["REINDEX INDEX i"]), ["i rebuild"]);
    assert_eq!(room(&["REINDEX SCHEMA s"]), [""; 0]);
    assert_eq!(room(&["VACUUM FULL t, s.u"]), ["t rewrite", "u rewrite"]);
    assert_eq!(room(&["REFRESH MATERIALIZED VIEW m"]), ["m rewrite"]);
    assert_eq!(room(&["UPDATE t SET a = 1"]), ["t rows"]);
    assert_eq!(room(&["UPDATE t SET a = 1 WHERE CURRENT OF c"]), [""; 0]);
    assert_eq!(room(&["ALTER TABLE t ADD COLUMN a int DEFAULT 1 NOT NULL CHECK (a > 0)"]), [""; 0]);
    assert_eq!(room(&["SELECT migrate.safe_create_index('t', ARRAY['a'])"]), ["t index(?)?"]);
    // What is dressed is refused, and nothing of it is run.
    assert_eq!(room(&["SELECT migrate.safe_drop_index('i') WHERE true"]), [""; 0]);
}

#[test]
fn what_waits_for_old_transactions() {
    let waits = |sql: &str| {
        let concurrent = needs(&[sql]).concurrent;
        let told =
            |one: &Concurrent| format!("{}: {}, {}", one.relation.name, one.tag, one.waits_for_snapshots);
        concurrent.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(waits("CREATE INDEX CONCURRENTLY i ON t (a)"), ["t: CREATE INDEX CONCURRENTLY, true"]);
    assert_eq!(waits("REINDEX INDEX CONCURRENTLY i"), ["i: REINDEX CONCURRENTLY, true"]);
    assert_eq!(
        waits("SELECT * FROM migrate.safe_create_index('t', ARRAY['a'])"),
        ["t: CREATE INDEX CONCURRENTLY, true"]
    );
    assert_eq!(waits("SELECT (migrate.safe_drop_index('i')).*"), ["i: DROP INDEX CONCURRENTLY, false"]);
    assert_eq!(waits("CREATE INDEX i ON t (a)"), [""; 0]);
}

#[test]
fn temporary_tables_are_told() {
    let made = needs(&["SELECT 1", "CREATE TEMP TABLE t (a int) ON COMMIT DROP"]).temporary;
    assert_eq!(made, [(2, "CREATE TABLE".to_string())]);
    let refresh = "REFRESH MATERIALIZED VIEW CONCURRENTLY s.m WITH DATA";
    assert_eq!(needs(&[refresh]).temporary, [(1, "REFRESH MATERIALIZED VIEW CONCURRENTLY".to_string())]);
}

#[test]
fn locks_and_tags_are_kept() {
    let needs = needs(&[
        "ALTER TABLE t ADD PRIMARY KEY (a)",
        "SELECT * FROM migrate.safe_create_index('t', ARRAY['a'])",
    ]);
    assert_eq!(needs.locks.len(), 1);
    assert!(needs.tags.contains("ALTER TABLE") && needs.tags.contains("CREATE INDEX"), "{:?}", needs.tags);
}

fn set(needs: &mut Needs, line: u32, name: &str, value: Option<&str>) {
    let text = value.unwrap_or_default().to_string();
    let args = vec![Value::Constant(Constant { kind: ConstantKind::String, text })];
    let kind = if value.is_some() { VariableSetKind::Value } else { VariableSetKind::Reset };
    needs.set(&VariableSet { kind, name: Some(name.into()), args, is_local: false }, line);
}

#[test]
fn a_scripts_own_limits_and_what_they_cut() {
    let add = |needs: &mut Needs, line: u32| {
        let mut more = self::needs(&["CREATE INDEX i ON t (a)"]);
        let space = more.space.pop().unwrap();
        needs.space.push(space);
        let statement = sample::step("VACUUM").source().clone();
        let statement = Statement { text: "VACUUM FULL t".into(), line, ..statement };
        let range = RangeVar { name: "t".into(), ..RangeVar::default() };
        let relation = crate::ddl::table::VacuumRelation { relation: Some(range), columns: vec![] };
        let vacuum = crate::ddl::table::Vacuum {
            is_vacuum: true,
            relations: vec![relation],
            full: true,
            options: vec![],
        };
        needs.add(&statement, &Command::Table(Table::Vacuum(vacuum)));
    };
    let mut needs = Needs::default();
    set(&mut needs, 1, "statement_timeout", Some("5s"));
    add(&mut needs, 2);
    set(&mut needs, 3, "statement_timeout", None);
    add(&mut needs, 4);
    set(&mut needs, 5, "statement_timeout", Some("1 min"));
    set(&mut needs, 6, "statement_timeout", Some("0"));
    add(&mut needs, 7);
    set(&mut needs, 8, "work_mem", Some("1GB"));
    let told = |limit: &ScriptLimit| (limit.line, limit.milliseconds, limit.cuts.clone());
    let told: Vec<_> = needs.limits.iter().map(told).collect();
    assert_eq!(told, [(1, 5_000, Some((2, "VACUUM".into())))]);
}

#[test]
fn times_are_read_as_the_server_reads_them() {
    let read = |text: &str| {
        milliseconds(&Value::Constant(Constant { kind: ConstantKind::String, text: text.into() }))
    };
    assert_eq!(
        ["5000", "5s", "2 min", "1.5h", "500us"].map(read),
        [5_000, 5_000, 120_000, 5_400_000, 1].map(Some)
    );
    assert_eq!(["", "soon", "5 weeks"].map(read), [None; 3]);
}
