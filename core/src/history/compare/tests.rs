//! Rows as the tools have written them, compared with a registry.

use super::*;
use crate::history::{Rows, UpTo, named};

fn rows(columns: &str, lines: &[&str]) -> Rows {
    let value = |text: &str| (text != "\\N").then(|| text.to_string());
    Rows {
        columns: columns.split(' ').map(str::to_string).collect(),
        rows: lines.iter().map(|line| (line.split('\t').map(value).collect(), None)).collect(),
    }
}

fn read(tool: &str, columns: &str, lines: &[&str]) -> Facts {
    (named(tool).expect("a tool").read)(&rows(columns, lines)).expect("facts")
}

/// What is applied, with why the rest is not.
fn states(facts: &Facts) -> Vec<String> {
    let said = |fact: &Fact| match fact.state {
        State::Applied => fact.version.clone(),
        State::Not(why) | State::Other(why) => format!("{}: {why}", fact.version),
    };
    facts.facts.iter().map(said).collect()
}

const FLYWAY: &str = "installed_rank version description type script checksum installed_by installed_on execution_time success";

#[test]
fn of_flyway_the_newest_row_of_a_version_counts() {
    let facts = read(
        "flyway",
        FLYWAY,
        &[
            "0\t\\N\t<< Flyway Schema Creation >>\tSCHEMA\t\"app\"\t\\N\tann\t\\N\t0\tt",
            "1\t1\tusers\tSQL\tV1__users.sql\t-2134990597\tann\t\\N\t12\tt",
            "2\t2\torders\tSQL\tV2__orders.sql\t917948420\tann\t\\N\t3\tt",
            "3\t2\torders\tUNDO_SQL\tU2__orders.sql\t7\tann\t\\N\t3\tt",
            "4\t1.2.10\tlate\tSQL\tV1_2_10__late.sql\t1\tbob\t\\N\t3\tt",
            "5\t3\tgone\tSQL\tV3__gone.sql\t1\tbob\t\\N\t3\tt",
            "6\t3\tgone\tDELETE\tV3__gone.sql\t1\tbob\t\\N\t0\tt",
            "7\t4\tbad\tSQL\tV4__bad.sql\t1\tbob\t\\N\t3\tf",
            "8\t\\N\tviews\tSQL\tR__views.sql\t1\tbob\t\\N\t3\tt",
            "9\t\\N\tviews\tSQL\tR__views.sql\t2\tbob\t\\N\t3\tt",
            "10\t5\tjava\tJDBC\tdb.V5__java\t\\N\tbob\t\\N\t3\tt",
        ],
    );
    assert_eq!(
        states(&facts),
        ["1", "1.2.10", "2: undone", "3: deleted from its history", "4: failed", "5", "R__views"]
    );
    assert_eq!(facts.up_to, None);
    let first = &facts.facts[0];
    assert_eq!((first.by.as_deref(), first.ms), (Some("ann"), Some(12)));
}

#[test]
fn what_is_undone_and_applied_again_is_applied() {
    let facts = read(
        "flyway",
        FLYWAY,
        &[
            "1\t2\torders\tSQL\tV2__orders.sql\t9\tann\t\\N\t3\tt",
            "2\t2\torders\tUNDO_SQL\tU2__orders.sql\t7\tann\t\\N\t3\tt",
            "3\t2.0\torders\tSQL\tV2.0__orders.sql\t9\tann\t\\N\t3\tt",
        ],
    );
    assert_eq!(states(&facts), ["2.0"]);
}

#[test]
fn what_is_at_flyways_baseline_or_below_counts() {
    let facts = read(
        "flyway",
        FLYWAY,
        &[
            "1\t1.1\t<< Flyway Baseline >>\tBASELINE\t<< Flyway Baseline >>\t\\N\tann\t\\N\t0\tt",
            "2\t2\torders\tSQL\tV2__orders.sql\t9\tann\t\\N\t3\tt",
        ],
    );
    assert_eq!(facts.up_to, Some(UpTo { version: "1.1".into(), is_baseline: true }));
    assert_eq!(states(&facts), ["1.1", "2"]);
    let known = [known(1, "V1__old.sql"), known(2, "V2__orders.sql"), known(3, "V3__new.sql")];
    let verdicts = compare_all("flyway", &facts, &known, &[]);
    assert_eq!(
        said(&verdicts),
        [
            "1.1 Record no file of it is loaded",
            "2 Record the loaded file is not what flyway applied",
            "1 Record at or below the baseline 1.1"
        ]
    );
}

#[test]
fn of_goose_the_newest_row_by_id_counts_and_version_0_is_its_own() {
    let facts = read(
        "goose",
        "id version_id is_applied tstamp",
        &["1\t0\tt\t\\N", "2\t1\tt\t\\N", "3\t2\tt\t\\N", "4\t2\tf\t\\N", "5\t3\tf\t\\N", "6\t3\tt\t\\N"],
    );
    assert_eq!(states(&facts), ["1", "2: rolled back", "3"]);
}

#[test]
fn golang_migrates_one_number_stands_for_all_below_it() {
    let facts = read("golang-migrate", "version dirty", &["2\tf"]);
    let known = [known(1, "000001_a.up.sql"), known(2, "000002_b.up.sql"), known(3, "000003_c.up.sql")];
    let verdicts = compare_all("golang-migrate", &facts, &known, &[]);
    assert_eq!(
        said(&verdicts),
        ["2 Record ", "1 Record at or below 2, which is all that golang-migrate keeps"]
    );
    // What was imported when it was at 1 is covered by 2, and not gone.
    let imported = Here { checksum: None, imported: Some("history".into()) };
    let verdicts = compare_all("golang-migrate", &facts, &[], &[(1, imported.clone()), (3, imported)]);
    assert_eq!(
        said(&verdicts),
        [
            "2 Record no file of it is loaded",
            "3 Gone not in its history any more; applied here until migrate.remove_migration(3)"
        ]
    );
    assert_eq!(read("golang-migrate", "version dirty", &["-1\tf"]), Facts::default());
    assert_eq!(read("golang-migrate", "version dirty", &[]), Facts::default());
    let dirty = (named("golang-migrate").expect("it").read)(&rows("version dirty", &["11\tt"]));
    assert_eq!(dirty, Err(ImportError::Dirty { version: "11".into() }));
}

#[test]
fn of_prisma_what_is_neither_finished_nor_rolled_back_is_refused() {
    const COLUMNS: &str =
        "id checksum finished_at migration_name logs rolled_back_at started_at applied_steps_count";
    let facts = read(
        "prisma",
        COLUMNS,
        &[
            "a\tx\t\\N\t20240101000000_users\tsyntax error\t2024-01-02\t2024-01-01\t0",
            "b\tx\t2024-01-03\t20240101000000_users\t\\N\t\\N\t2024-01-03\t1",
            "c\tx\t\\N\t20240201000000_orders\tsyntax error\t2024-02-02\t2024-02-01\t0",
        ],
    );
    assert_eq!(states(&facts), ["20240101000000", "20240201000000: rolled back"]);
    let open = rows(COLUMNS, &["a\tx\t\\N\t20240101000000_users\t\\N\t\\N\t2024-01-01\t0"]);
    let error = (named("prisma").expect("it").read)(&open);
    assert_eq!(error, Err(ImportError::Unfinished { name: "20240101000000_users".into() }));
}

#[test]
fn of_liquibase_a_file_is_applied_if_all_its_changesets_are() {
    const COLUMNS: &str = "id author filename dateexecuted orderexecuted exectype md5sum comments";
    let facts = read(
        "liquibase",
        COLUMNS,
        &[
            "1\tanna\tdb/1_users.sql\t\\N\t1\tEXECUTED\t9:aa\tusers",
            "2\tanna\tdb/1_users.sql\t\\N\t2\tMARK_RAN\t9:ab\t",
            "1\tanna\tdb/2_orders.sql\t\\N\t3\tRERAN\t9:ac\t",
            "1\tanna\tdb/3_bad.sql\t\\N\t4\tFAILED\t9:ad\t",
        ],
    );
    assert_eq!(states(&facts), ["1", "2", "3: a changeset has failed"]);
    let known = [known(1, "1_users.sql"), known(2, "changes/2_orders.sql")];
    let here = BTreeMap::new();
    let script = "--changeset anna:1\nSELECT 1;\n-- ChangeSet anna:2\nSELECT 2;\n-- a changeset\n";
    let there = There {
        known: &known,
        here: &here,
        number_of: &|text| text.parse().ok(),
        script: &|_| Some(Script::new(script)),
        squashed: &BTreeMap::new(),
    };
    let verdicts = compare(named("liquibase").expect("it"), &facts, "history", &there).expect("no collision");
    assert_eq!(
        said(&verdicts)[..2],
        ["1 Record ", "2 NotApplied 1 of its 2 changesets are applied: finish it there, and import again"]
    );
}

#[test]
fn sqlx_keeps_nanoseconds_and_failures() {
    const COLUMNS: &str = "version description installed_on success checksum execution_time";
    let facts = read("sqlx", COLUMNS, &["1\tusers\t\\N\tt\taa\t12345678", "2\torders\t\\N\tf\taa\t-1"]);
    assert_eq!(states(&facts), ["1", "2: failed"]);
    assert_eq!(facts.facts.iter().map(|fact| fact.ms).collect::<Vec<_>>(), [Some(12), None]);
}

#[test]
fn rows_of_the_tools_own_are_no_migrations() {
    let facts = read(
        "postgres-migrations",
        "id name hash executed_at",
        &[
            "0\tcreate-migrations-table\te18db593bcde2aca2a408c4d1100f6abba2195df\t\\N",
            "1\tusers\tba685732ba5defc43188dc0f99dbc2d6358cd34a\t\\N",
        ],
    );
    assert_eq!(states(&facts), ["1"]);
    let facts = read("postgrator", "version name md5 run_at", &["0\t\t\t\\N", "1\tusers\tx\t\\N"]);
    assert_eq!(states(&facts), ["1"]);
    let facts = read("tern", "version", &["0"]);
    assert_eq!(facts, Facts::default());
}

fn known(version: i64, filename: &str) -> Known {
    Known {
        version,
        filename: Some(filename.into()),
        description: filename.into(),
        checksum: format!("ours {version}"),
        ..Known::default()
    }
}

const USERS: &str = "CREATE TABLE users (id int PRIMARY KEY);";

fn compare_all(tool: &str, facts: &Facts, known: &[Known], here: &[(i64, Here)]) -> Vec<Verdict> {
    try_all(tool, facts, known, here).expect("no collision")
}

fn try_all(
    tool: &str,
    facts: &Facts,
    known: &[Known],
    here: &[(i64, Here)],
) -> Result<Vec<Verdict>, ImportError> {
    try_squashed(tool, facts, known, here, &BTreeMap::new())
}

fn try_squashed(
    tool: &str,
    facts: &Facts,
    known: &[Known],
    here: &[(i64, Here)],
    squashed: &BTreeMap<i64, i64>,
) -> Result<Vec<Verdict>, ImportError> {
    let here: BTreeMap<i64, Here> = here.iter().cloned().collect();
    let there = There {
        known,
        here: &here,
        number_of: &|text| Some(text.parse().unwrap_or(9_000_000_000_000_000_000)),
        script: &|version| known.iter().any(|known| known.version == version).then(|| Script::new(USERS)),
        squashed,
    };
    compare(named(tool).expect("a tool"), facts, "history", &there)
}

fn said(verdicts: &[Verdict]) -> Vec<String> {
    verdicts.iter().map(|v| format!("{} {:?} {}", v.fact.version, v.what, v.detail)).collect()
}

/// Each row of a range is a part of the one that stands for it, which is applied where all of them are; its text is not
/// what the tool has a checksum of.
#[test]
fn rows_of_before_a_squash() {
    const COLUMNS: &str = "version description installed_on success checksum execution_time";
    let squashed = BTreeMap::from([(1, 3), (2, 3), (3, 3)]);
    let rows = |versions: &[&str]| {
        let row = |version: &&str| format!("{version}\tusers\t\\N\tt\taa\t-1");
        let rows: Vec<String> = versions.iter().map(row).collect();
        read("sqlx", COLUMNS, &rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let said_of = |versions: &[&str], here: &[(i64, Here)]| {
        said(
            &try_squashed("sqlx", &rows(versions), &[known(3, "3_all.sql")], here, &squashed)
                .expect("verdicts"),
        )
    };
    let part = "a part of migration 3 since that was squashed";
    let applied = [(3, Here::default())];
    assert_eq!(
        said_of(&["1", "2", "3"], &applied),
        [format!("1 Unchanged {part}"), format!("2 Unchanged {part}"), "3 Unchanged ".into()]
    );
    assert_eq!(
        said_of(&["1", "2", "3"], &[]),
        [
            format!("1 LeftOut {part}, which is not applied here"),
            format!("2 LeftOut {part}, which is not applied here"),
            "3 Record ".into()
        ]
    );
    assert_eq!(
        said_of(&["1", "3"], &[])[1],
        "3 LeftOut stands for 2 since a squash, too, which sqlx has not applied"
    );
}

#[test]
fn names_of_files_join_whatever_their_ending() {
    let facts =
        read("knex", "id name batch migration_time", &["1\t1_users.js\t1\t\\N", "2\t7_late.js\t1\t\\N"]);
    let verdicts = compare_all("knex", &facts, &[known(1, "db/1_users.sql")], &[]);
    assert_eq!(said(&verdicts), ["1 Record ", "7 Record no file of it is loaded"]);
    assert_eq!(verdicts[0].checksum.as_deref(), Some("ours 1"));
    assert_eq!((verdicts[1].number, verdicts[1].description.as_str()), (Some(7), "late"));
}

/// Names that begin with no number are those of files behind a number of one's own.
#[test]
fn names_without_a_number_stand_behind_one() {
    let facts = read(
        "django",
        "id app name applied",
        &["1\tshop\t0001_users\t\\N", "2\tauth\t0001_users\t\\N", "3\tshop\t0002_orders\t\\N"],
    );
    let files = [known(11, "11_shop.0001_users.sql"), known(12, "12_shop.0002_orders.sql")];
    assert_eq!(
        said(&compare_all("django", &facts, &files, &[])),
        [
            "shop.0001_users Record ",
            "auth.0001_users LeftOut no number, and no file of it is loaded",
            "shop.0002_orders Record "
        ]
    );
    let facts = read("seaorm", "version applied_at", &["m20220101_000001_create_table\t1"]);
    let files = [known(1, "1_m20220101_000001_create_table.sql")];
    assert_eq!(said(&compare_all("seaorm", &facts, &files, &[])), ["m20220101_000001_create_table Record "]);
}

/// What ran last counts: of another text it is to be run again, and run again by its tool it is done here, too.
#[test]
fn a_repeatable_migration_is_of_its_last_run() {
    let recipe = named("flyway").and_then(|tool| tool.recipe).expect("a recipe");
    let material = Material { text: USERS, file: None, number: 1, of: None };
    let same = (recipe.sums)(&material).remove(0);
    let facts = |sum: &str| {
        let row = format!("1\t\\N\tall users\tSQL\tR__all_users.sql\t{sum}\tann\t\\N\t3\tt");
        read("flyway", FLYWAY, &[&row])
    };
    let label = Some("R__all_users".to_string());
    let known = [Known { label, repeats: true, ..known(9_100_000_000_000_000_007, "R__all_users.sql") }];
    let number = known[0].version;
    let what = |sum: &str, here: &[(i64, Here)]| {
        let verdicts = compare_all("flyway", &facts(sum), &known, here);
        assert!(verdicts.iter().all(|verdict| verdict.number == Some(number)));
        said(&verdicts)
    };
    let here = |checksum: &str| [(number, Here { checksum: Some(checksum.into()), imported: None })];
    let ours = format!("ours {number}");
    let again =
        "R__all_users NotApplied repeatable, to be run again; the loaded file is not what flyway applied";
    assert_eq!(what(&same, &[]), ["R__all_users Record "]);
    assert_eq!(what(&same, &here(&ours)), ["R__all_users Unchanged "]);
    assert_eq!(what(&same, &here("older")), ["R__all_users Renew "]);
    assert_eq!(what("7", &[]), [again]);
    assert_eq!(what("7", &here("older")), [again]);
    let unknown = compare_all("flyway", &facts("7"), &[], &[]);
    assert_eq!(said(&unknown), ["R__all_users LeftOut no number, and no file of it is loaded"]);
}

#[test]
fn a_name_without_a_number_wants_its_file() {
    let facts = read("kysely", "name timestamp", &["add_users\tx"]);
    assert_eq!(
        said(&compare_all("kysely", &facts, &[], &[])),
        ["add_users LeftOut no number, and no file of it is loaded"]
    );
    let labelled =
        Known { label: Some("add_users".into()), ..known(9_000_000_000_000_000_007, "add_users.sql") };
    let verdicts = compare_all("kysely", &facts, &[labelled], &[]);
    assert_eq!((verdicts[0].what, verdicts[0].number), (What::Record, Some(9_000_000_000_000_000_007)));
}

#[test]
fn texts_that_are_one_number_are_held_apart_by_labels_only() {
    let facts = read("dbmate", "version", &["001", "1"]);
    let error = try_all("dbmate", &facts, &[known(1, "1_a.sql")], &[]);
    assert!(matches!(error, Err(ImportError::Collision { number: 1, .. })), "{error:?}");
    let labelled = Known { label: Some("001".into()), ..known(9_000_000_000_000_000_001, "001_a.sql") };
    let verdicts = compare_all("dbmate", &facts, &[labelled, known(1, "1_b.sql")], &[]);
    assert_eq!(
        verdicts.iter().map(|v| v.number).collect::<Vec<_>>(),
        [Some(9_000_000_000_000_000_001), Some(1)]
    );
}

#[test]
fn zeros_before_a_number_do_not_hide_it() {
    let facts = read("dbmate", "version", &["0012"]);
    assert_eq!(compare_all("dbmate", &facts, &[known(12, "0012_a.sql")], &[])[0].number, Some(12));
}

#[test]
fn drizzle_is_joined_by_hash_and_else_by_place() {
    let sum = "12a1ef51b20a6108acdcf70e2f8c3f6bfcda5eed26f31a00971d3c88a59b2439";
    let line = format!("1\t{sum}\t1700000000000");
    let facts = read("drizzle", "id hash created_at", &[&line, "2\tother\t1700000000001"]);
    let users = Known { label: Some("0".into()), ..known(9_000_000_000_000_000_000, "0000_users.sql") };
    let verdicts = compare_all("drizzle", &facts, &[users, known(1, "0001_orders.sql")], &[]);
    assert_eq!((verdicts[0].number, verdicts[0].sum), (Some(9_000_000_000_000_000_000), Some(Sum::Same)));
    assert_eq!((verdicts[1].number, verdicts[1].sum), (Some(1), Some(Sum::Differs)));
}

#[test]
fn a_second_import_records_what_is_new_and_says_what_is_gone() {
    let facts =
        read("goose", "id version_id is_applied tstamp", &["1\t1\tt\t\\N", "2\t2\tf\t\\N", "3\t4\tt\t\\N"]);
    let known = [known(1, "1_a.sql"), known(2, "2_b.sql"), known(3, "3_c.sql"), known(4, "4_d.sql")];
    let imported = Here { checksum: Some("x".into()), imported: Some("history".into()) };
    let bare = Here { checksum: None, ..imported.clone() };
    let here = [(1, bare), (2, imported.clone()), (3, imported.clone())];
    assert_eq!(
        said(&compare_all("goose", &facts, &known, &here)),
        [
            "1 Complete ",
            "2 Gone rolled back by goose since; applied here until migrate.remove_migration(2)",
            "4 Record ",
            "3 Gone not in its history any more; applied here until migrate.remove_migration(3)",
        ]
    );
    // What ran here is no business of the tool's.
    let ran = Here { checksum: Some("x".into()), imported: None };
    assert_eq!(
        said(&compare_all("goose", &facts, &known, &[(2, ran.clone()), (3, ran)]))[1],
        "2 NotApplied rolled back; applied here"
    );
}

#[test]
fn a_file_that_differs_does_not_stand_for_what_was_applied() {
    let facts = read(
        "sqlx",
        "version description installed_on success checksum execution_time",
        &[
            "1\tusers\t\\N\tt\teedf404a60de2fe9a187cf0f29ded29ae7131616204e63a1d6a08a8021a168f3746df1fae512cb891273c7972c8e73d1\t1",
            "2\torders\t\\N\tt\t79c2\t1",
        ],
    );
    let verdicts = compare_all("sqlx", &facts, &[known(1, "1_users.sql"), known(2, "2_orders.sql")], &[]);
    assert_eq!((verdicts[0].sum, verdicts[0].checksum.as_deref()), (Some(Sum::Same), Some("ours 1")));
    assert_eq!((verdicts[1].sum, verdicts[1].checksum.as_deref()), (Some(Sum::Differs), None));
}
