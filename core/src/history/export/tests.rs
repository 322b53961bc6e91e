//! Rows for the tools.

use super::*;
use crate::history::write::entry;
use crate::history::{Column, Fact, named};
use crate::migration::Script;
use crate::name::shown;

struct Plain;

impl Quoting for Plain {
    fn quote(&self, name: &str) -> String {
        shown(name)
    }

    fn literal(&self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }
}

fn known(version: i64, filename: &str) -> Known {
    Known { version, filename: Some(filename.into()), description: "users".into(), ..Known::default() }
}

fn table(tool: &'static Tool) -> Table {
    let columns = |columns: &[Column]| -> Vec<(String, String)> {
        columns.iter().map(|column| (column.name.into(), column.types[0].into())).collect()
    };
    Table {
        schema: "public".into(),
        name: tool.tables[0].into(),
        columns: columns(tool.columns),
        other: None,
        beside: Vec::new(),
    }
}

fn run(
    tool: &str,
    is_there: bool,
    facts: &Facts,
    known: &[Known],
    applied: &[i64],
) -> Result<Vec<Line>, ImportError> {
    run_squashed(tool, (is_there, facts), known, applied, &BTreeMap::new())
}

fn run_squashed(
    tool: &str,
    (is_there, facts): (bool, &Facts),
    known: &[Known],
    applied: &[i64],
    squashed: &BTreeMap<i64, i64>,
) -> Result<Vec<Line>, ImportError> {
    let tool = named(tool).expect("a tool");
    let table = table(tool);
    let here = BTreeMap::new();
    let there = There {
        known,
        here: &here,
        number_of: &|text| text.parse().ok(),
        script: &|_| Some(Script::new("CREATE TABLE users (id int PRIMARY KEY);")),
        squashed,
    };
    let at = (Some("2026-11-29 10:00:00+00".to_string()), Some("ann".to_string()), Some(5));
    let entries: Vec<Entry> = applied
        .iter()
        .map(|number| {
            let file = known
                .iter()
                .find(|known| known.version == *number)
                .and_then(|known| known.filename.as_deref());
            entry((*number, "users"), file, None, at.clone())
        })
        .collect();
    let target = Target { tool, table: is_there.then_some(&table), schema: "public", names: &Plain };
    export(&target, facts, &entries, &there)
}

fn sql(lines: &[Line]) -> Vec<String> {
    lines.iter().flat_map(|line| line.sql.clone()).collect()
}

#[test]
fn dbmate_has_the_digits_of_the_file() {
    let lines = run("dbmate", false, &Facts::default(), &[known(1, "001_users.sql")], &[1]).expect("lines");
    assert_eq!(
        sql(&lines),
        [
            "CREATE TABLE public.schema_migrations (version character varying PRIMARY KEY)",
            "INSERT INTO public.schema_migrations (version) VALUES (CAST('001' AS character varying))",
        ]
    );
}

#[test]
fn sqlx_has_its_checksum_in_bytes_and_its_time_in_nanoseconds() {
    let lines = run("sqlx", true, &Facts::default(), &[known(1, "1_add_users.sql")], &[1]).expect("lines");
    let sql = &sql(&lines)[0];
    assert!(sql.contains("CAST('add users' AS character varying)"), "{sql}");
    assert!(sql.contains("pg_catalog.decode('eedf404a60de2fe9a187cf0f29ded29a"), "{sql}");
    assert!(sql.ends_with(", 5000000)"), "{sql}");
}

#[test]
fn refinery_and_postgres_migrations_hash_the_name_too() {
    let files = [known(1, "V1__users.sql")];
    let lines = run("refinery", true, &Facts::default(), &files, &[1]).expect("lines");
    assert!(sql(&lines)[0].contains("CAST('7668093413072388362' AS character varying)"), "{lines:?}");
    let files = [known(1, "1_users.sql")];
    let lines = run("postgres-migrations", true, &Facts::default(), &files, &[1]).expect("lines");
    assert!(sql(&lines)[0].contains("ba685732ba5defc43188dc0f99dbc2d6358cd34a"), "{lines:?}");
}

/// Its rows of before a squash are told as parts, and a new row says what it stands for.
#[test]
fn a_squashed_range_is_one_row() {
    let squashed = BTreeMap::from([(1, 3), (2, 3), (3, 3)]);
    let known = [known(3, "003_all.sql")];
    let said = |rows: &[&str]| -> Vec<String> {
        let facts = Facts { facts: rows.iter().map(|row| Fact::applied(*row, "")).collect(), up_to: None };
        let lines = run_squashed("dbmate", (true, &facts), &known, &[3], &squashed).expect("lines");
        let text = |line: &Line| {
            format!("{} {} {}", line.version.as_deref().unwrap_or(""), line.status, line.detail)
        };
        lines.iter().map(text).collect()
    };
    assert_eq!(said(&[]), ["3 added stands for 1, 2 since a squash: without their files"]);
    assert_eq!(
        said(&["1", "2", "3", "4"]),
        [
            "3 unchanged ",
            "1 unchanged a part of migration 3 since that was squashed",
            "2 unchanged a part of migration 3 since that was squashed",
            "4 not applied here migrate.import_history records it"
        ]
    );
}

#[test]
fn what_the_tool_sees_already_is_left() {
    let facts = Facts { facts: vec![Fact::applied("1", "")], up_to: None };
    let lines =
        run("goose", true, &facts, &[known(1, "1_a.sql"), known(2, "2_b.sql")], &[1, 2]).expect("lines");
    assert_eq!(lines.iter().map(|line| line.status).collect::<Vec<_>>(), ["unchanged", "added"]);
    assert!(
        sql(&lines)[0]
            .starts_with("INSERT INTO public.goose_db_version (version_id, is_applied, tstamp) VALUES (2,")
    );
}

#[test]
fn golang_migrate_gets_the_newest_and_no_gaps() {
    let known = [known(1, "1_a.up.sql"), known(2, "2_b.up.sql"), known(3, "3_c.up.sql")];
    let lines = run("golang-migrate", true, &Facts::default(), &known, &[1, 2]).expect("lines");
    assert_eq!(
        sql(&lines),
        [
            "DELETE FROM public.schema_migrations",
            "INSERT INTO public.schema_migrations (version, dirty) VALUES (2, false)",
        ]
    );
    let error = run("golang-migrate", true, &Facts::default(), &known, &[1, 3]);
    assert!(matches!(&error, Err(ImportError::Gaps { versions, .. }) if versions == &["2"]), "{error:?}");
}

#[test]
fn what_cannot_be_written_says_why() {
    for tool in super::super::ALL {
        if let Export::Not(why) = tool.export {
            let error = run(tool.name, true, &Facts::default(), &[], &[]).expect_err(why);
            assert_eq!(crate::Error::from(error).sqlstate(), "0A000");
        }
    }
    let known = [Known { filename: None, ..known(1, "") }];
    let lines = run("knex", true, &Facts::default(), &known, &[1]).expect("lines");
    assert_eq!((lines[0].status, lines[0].detail.as_str()), ("left out", NO_FILE));
}

#[test]
fn a_program_has_the_ending_of_its_neighbours() {
    let written = |tool: &str, rows: &[&str]| {
        let facts = Facts { facts: rows.iter().map(|row| Fact::of_file(row)).collect(), up_to: None };
        let known: Vec<Known> = (1..=3).map(|n| known(n, &format!("db/{n}_x.sql"))).collect();
        let lines = run(tool, true, &facts, &known, &[1, 2, 3]).expect("lines");
        lines.last().expect("a line").sql.concat()
    };
    for tool in ["knex", "sequelize", "ley"] {
        assert!(written(tool, &[]).contains("'3_x.js'"), "{tool}: {}", written(tool, &[]));
        assert!(written(tool, &["1_x.js", "2_x.ts"]).contains("'3_x.ts'"), "{tool}: the newest row's");
        assert!(written(tool, &["1_x.sql", "2_x"]).contains("'3_x.sql'"), "{tool}: a row with an ending");
    }
}

#[test]
fn names_that_db_migrate_can_read() {
    let known = [known(1, "20240131120000_add_users.sql"), known(2, "2_add.sql")];
    let lines = run("db-migrate", true, &Facts::default(), &known, &[1, 2]).expect("lines");
    assert!(lines[0].sql.concat().contains("'/20240131120000-add_users'"), "{:?}", lines[0].sql);
    assert_eq!((lines[1].status, lines[1].sql.len()), ("left out", 0));
}
