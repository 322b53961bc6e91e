//! Folders as each tool writes them.

use super::*;
use crate::error::FileError;
use crate::file::{Sending, Way, read};

/// A folder of files with their contents.
fn files(all: &[(&str, &str)]) -> Files {
    all.iter().map(|(path, text)| ((*path).to_owned(), Some(Ok((*text).to_owned())))).collect()
}

fn names(all: &[&str]) -> Files {
    files(&all.iter().map(|path| (*path, "SELECT 1;")).collect::<Vec<_>>())
}

/// The migrations, one a line: version, place where it is not the number, description, files.
fn found(folder: &Folder) -> Vec<String> {
    let told = |found: &Found| {
        let place = match &found.version.label {
            Some(label) if label.place.array() != format!("{{{}}}", label.text) => {
                format!(" at {}", label.place.array())
            }
            _ => String::new(),
        };
        let down = found.down.as_ref().map(|down| format!(" {down}")).unwrap_or_default();
        format!("{}{place} {:?} {}{down}", found.version.text(), found.description, found.up)
    };
    folder.found.iter().map(told).collect()
}

fn left_out(folder: &Folder) -> Vec<&str> {
    folder.left_out.iter().map(|(path, _)| path.as_str()).collect()
}

#[test]
fn golang_migrate_pairs_by_number() {
    let folder = arrange(
        &names(&[
            "100_z.up.sql",
            "9_a.up.sql",
            "9_a.down.sql",
            "000012_x.up.sql",
            "README.md",
            ".gitkeep",
            "sub/1_x.sql",
        ]),
        None,
    );
    assert_eq!(
        found(&folder),
        ["9 \"a\" 9_a.up.sql 9_a.down.sql", "12 \"x\" 000012_x.up.sql", "100 \"z\" 100_z.up.sql",]
    );
    assert_eq!(left_out(&folder), [".gitkeep", "README.md", "sub/"]);
    assert!(folder.faults.is_empty());
    assert_eq!(folder.left_out[2].1, "a subfolder with 1 file, not looked into");
}

#[test]
fn dbmate_orders_by_text_and_holds_zeros_apart() {
    let text = "-- migrate:up\nSELECT 1;\n-- migrate:down\n";
    let all = ["001_a.sql", "1_b.sql", "10_e.sql", "2_d.sql", "20240101_c.sql", "seed.sql", "._1_b.sql"];
    let files = files(&all.map(|path| (path, text)));
    let folder = arrange(&files, None);
    assert_eq!(folder.tool, Some(Tool::Dbmate));
    let order: Vec<&str> = folder.found.iter().map(|found| found.up.as_str()).collect();
    // As dbmate's own run: 001_a, 10_e, 1_b, 20240101_c, 2_d.
    assert_eq!(order, ["001_a.sql", "10_e.sql", "1_b.sql", "20240101_c.sql", "2_d.sql"]);
    let places: Vec<_> = folder.found.iter().map(|found| found.version.place()).collect();
    assert!(places.windows(2).all(|two| two[0] < two[1]), "{places:?}");
    let texts: Vec<String> = folder.found.iter().map(|found| found.version.text()).collect();
    assert_eq!(texts, ["001", "10", "1", "20240101", "2"]);
    assert_eq!(folder.found[2].version.number, 1);
    assert_eq!(left_out(&folder), ["._1_b.sql", "seed.sql"]);
    // goose and golang-migrate refuse it.
    let folder = arrange(&files, Some(Tool::Goose));
    let faults: Vec<&str> = folder.faults.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(faults, ["001_a.sql", "1_b.sql"]);
}

#[test]
fn a_tool_is_known_by_what_lies_one_folder_further_down() {
    let up = "-- migrate:up\nSELECT 1;\n-- migrate:down\n";
    let all = files(&[
        ("migrations/1_b.sql", up),
        ("migrations/001_a.sql", up),
        ("README.md", ""),
        ("schema.sql", ""),
    ]);
    let folder = arrange(&all, None);
    assert_eq!((folder.tool, folder.found.len()), (Some(Tool::Dbmate), 2));
    assert!(folder.faults.is_empty());
}

#[test]
fn flyway_looks_into_folders_and_counts_in_parts() {
    let folder = arrange(
        &names(&[
            "V1__a.sql",
            "V1.2.10__c.sql",
            "V1_2_9__b.sql",
            "v2/V2__d.sql",
            "v2/U2__d.sql",
            "R__views.sql",
            "beforeMigrate.sql",
            "afterClean.sql",
            "B2__base.sql",
            "V3__e.sql.conf",
            "V3__e.sql",
        ]),
        None,
    );
    assert_eq!(folder.tool, Some(Tool::Flyway));
    assert_eq!(
        found(&folder),
        [
            "1 \"a\" V1__a.sql",
            "1.2.9 at {1,2,9} \"b\" V1_2_9__b.sql",
            "1.2.10 at {1,2,10} \"c\" V1.2.10__c.sql",
            "2 \"d\" v2/V2__d.sql v2/U2__d.sql",
            "3 \"e\" V3__e.sql",
            "R__views at {Infinity,5935567796076640115} \"views\" R__views.sql",
            "before_all at {Infinity,7090185817211363169,7812619453580967936} \"\" beforeMigrate.sql",
        ]
    );
    assert_eq!(left_out(&folder), ["B2__base.sql", "V3__e.sql.conf", "afterClean.sql"]);
    let two = arrange(&names(&["V1__a.sql", "afterMigrate.sql", "afterMigrate__b.sql"]), None);
    assert_eq!(two.faults.len(), 2);
    // Another tool's has no such files.
    let dbmate = arrange(&names(&["1_a.sql", "R__views.sql"]), Some(Tool::Dbmate));
    assert_eq!((found(&dbmate).len(), left_out(&dbmate)), (1, vec!["R__views.sql"]));
    let twice = arrange(&names(&["V1_1__a.sql", "V1.1__b.sql", "V01__a.sql", "V1__b.sql"]), None);
    assert_eq!(twice.faults.len(), 4);
    let conf = files(&[("V1__a.sql", "VACUUM;"), ("V1__a.sql.conf", "executeInTransaction=false\n")]);
    assert_eq!(arrange(&conf, None).found[0].sending, Some(Sending::Each));
}

#[test]
fn refinery_has_no_undo() {
    let folder = arrange(&names(&["V1__a.sql", "U2__b.sql"]), Some(Tool::Refinery));
    assert_eq!(found(&folder), ["1 \"a\" V1__a.sql", "2 \"b\" U2__b.sql"]);
    assert_eq!(arrange(&names(&["V1__a.sql", "U2__b.sql"]), None).faults.len(), 1);
}

#[test]
fn diesel_and_hasura_have_a_folder_for_each() {
    let folder = arrange(
        &files(&[
            ("00000000000000_diesel_initial_setup/up.sql", ""),
            ("00000000000000_diesel_initial_setup/down.sql", ""),
            ("2024-01-02-030405_add_users/up.sql", "-- Undo\nSELECT 1;"),
            ("2024-01-02-030405_add_users/down.sql", "SELECT 2;"),
            ("2024-01-03-030405_x/up.sql", "VACUUM;"),
            ("2024-01-03-030405_x/metadata.toml", ""),
            ("2024-01-04-030405_y/up.sql", "SELECT 1;"),
            ("2024-01-04-030405_y/metadata.toml", "run_in_transaction = true"),
            ("2024-01-05-030405_z/notes.txt", ""),
            (".diesel_lock", ""),
        ]),
        None,
    );
    assert_eq!(folder.tool, Some(Tool::Diesel));
    assert_eq!(
        found(&folder),
        [
            "00000000000000 at {0} \"diesel initial setup\" 00000000000000_diesel_initial_setup/up.sql \
             00000000000000_diesel_initial_setup/down.sql",
            "20240102030405 \"add users\" 2024-01-02-030405_add_users/up.sql 2024-01-02-030405_add_users/down.sql",
            "20240103030405 \"x\" 2024-01-03-030405_x/up.sql",
            "20240104030405 \"y\" 2024-01-04-030405_y/up.sql",
        ]
    );
    let sendings: Vec<_> = folder.found.iter().map(|found| found.sending).collect();
    assert_eq!(sendings, [None, None, Some(Sending::Whole), None]);
    assert_eq!(left_out(&folder), [".diesel_lock", "2024-01-05-030405_z/notes.txt"]);
    let hasura = arrange(
        &names(&[
            "default/1650000000000_a/up.sql",
            "default/1650000000000_a/down.sql",
            "default/1650000000001_b/up.sql",
        ]),
        None,
    );
    assert_eq!(hasura.found.len(), 2);
    assert_eq!(hasura.found[0].version.number, 1_650_000_000_000);
}

#[test]
fn prisma_has_one_file_in_each() {
    let folder = arrange(
        &names(&["0_init/migration.sql", "20240101120000_a/migration.sql", "migration_lock.toml"]),
        None,
    );
    assert_eq!(folder.tool, Some(Tool::Prisma));
    assert_eq!(
        found(&folder),
        ["0 \"init\" 0_init/migration.sql", "20240101120000 \"a\" 20240101120000_a/migration.sql"]
    );
    assert_eq!(left_out(&folder), ["migration_lock.toml"]);
}

#[test]
fn drizzle_goes_by_its_journal() {
    let journal = r#"{"version":"7","entries":[{"idx":0,"when":1,"tag":"0000_wild_hulk","breakpoints":true},
        {"idx":1,"when":2,"tag":"0001_calm_fox"}]}"#;
    let all = [
        ("0000_wild_hulk.sql", "CREATE TABLE a ();--> statement-breakpoint\nCREATE TABLE b ();"),
        ("0001_calm_fox.sql", "SELECT 1;"),
        ("0002_stray.sql", "SELECT 2;"),
        ("meta/_journal.json", journal),
        ("meta/0000_snapshot.json", "{}"),
    ];
    let folder = arrange(&files(&all), None);
    assert_eq!(
        found(&folder),
        ["0000 at {0} \"wild hulk\" 0000_wild_hulk.sql", "1 \"calm fox\" 0001_calm_fox.sql"]
    );
    assert_eq!(left_out(&folder), ["0002_stray.sql", "meta/0000_snapshot.json"]);
    let folder = arrange(&files(&all[2..]), None);
    assert_eq!(folder.faults.len(), 2);
    let folder = arrange(&files(&[("meta/_journal.json", "{\n")]), None);
    assert!(matches!(folder.faults[0].1, FileError::Journal { .. }));
}

#[test]
fn sqitch_goes_by_its_plan() {
    let plan = "%syntax-version=1.0.0\n%project=flipr\n\n\
        users 2024-01-01T10:00:00Z Jo <jo@example.com> # Adds users # all\n\
        lists [users] 2024-01-02T10:00:00Z Jo <jo@example.com>\n\
        @v1.0 2024-01-03T10:00:00Z Jo <jo@example.com> # first\n\
        users [users@v1.0] 2023-12-31T10:00:00Z Jo <jo@example.com> # again\n";
    let all = [
        ("sqitch.plan", plan),
        ("sqitch.conf", ""),
        ("deploy/users@v1.0.sql", "SELECT 1;"),
        ("deploy/users.sql", "SELECT 2;"),
        ("revert/users.sql", "SELECT 3;"),
        ("deploy/lists.sql", "SELECT 4;"),
        ("verify/lists.sql", "SELECT 5;"),
        ("deploy/other.sql", "SELECT 6;"),
    ];
    let folder = arrange(&files(&all), None);
    assert_eq!(folder.tool, Some(Tool::Sqitch));
    let order: Vec<_> =
        folder.found.iter().map(|found| (found.version.text(), found.version.number)).collect();
    assert_eq!(
        order,
        [
            ("users@v1.0".into(), 20_240_101_100_000),
            ("lists".into(), 20_240_102_100_000),
            ("users".into(), 20_231_231_100_000),
        ]
    );
    // The plan decides, whenever a change was planned.
    assert!(folder.found[2].version.place() > folder.found[1].version.place());
    assert_eq!(folder.found[2].down.as_deref(), Some("revert/users.sql"));
    assert_eq!(left_out(&folder), ["deploy/other.sql", "sqitch.conf", "verify/lists.sql"]);
    assert!(folder.found.iter().all(|found| found.sending == Some(Sending::Each)));
    let broken = arrange(&files(&[("sqitch.plan", "%project=x\nusers Jo\n")]), None);
    assert_eq!(broken.faults, [("sqitch.plan".into(), FileError::Plan { line: 2, text: "users Jo".into() })]);
}

#[test]
fn yoyo_has_rollbacks_and_many_a_day() {
    let folder = arrange(
        &names(&[
            "0001_init.sql",
            "0001_init.rollback.sql",
            "20240101_01_AbCdE-add-x.sql",
            "20240101_02_FgHiJ-add-y.sql",
            "20240101_02_FgHiJ-add-y.rollback.sql",
            "0002_code.py",
        ]),
        None,
    );
    assert_eq!(folder.tool, Some(Tool::Yoyo));
    assert_eq!(
        found(&folder),
        [
            "1 \"init\" 0001_init.sql 0001_init.rollback.sql",
            "20240101_01 at {20240101,1} \"add x\" 20240101_01_AbCdE-add-x.sql",
            "20240101_02 at {20240101,2} \"add y\" 20240101_02_FgHiJ-add-y.sql 20240101_02_FgHiJ-add-y.rollback.sql",
        ]
    );
    assert_eq!(left_out(&folder), ["0002_code.py"]);
}

#[test]
fn what_a_runner_of_its_own_names() {
    let folder = arrange(
        &names(&[
            "01_a.sql",
            "01_a_down.sql",
            "02-b-up.sql",
            "02-b-down.sql",
            "003.do.c.sql",
            "003.undo.c.sql",
        ]),
        None,
    );
    assert_eq!(
        found(&folder),
        [
            "1 \"a\" 01_a.sql 01_a_down.sql",
            "2 \"b\" 02-b-up.sql 02-b-down.sql",
            "3 \"c\" 003.do.c.sql 003.undo.c.sql",
        ]
    );
    let committed = arrange(
        &files(&[
            ("committed/000001-a.sql", "--! Previous: -\n--! Hash: sha1:ab\n\nSELECT 1;"),
            ("current.sql", "SELECT 2;"),
        ]),
        None,
    );
    assert_eq!(found(&committed), ["1 \"a\" committed/000001-a.sql"]);
    assert_eq!(left_out(&committed), ["current.sql"]);
}

#[test]
fn the_label_is_in_the_description() {
    let files = names(&["V1.2__add_x.sql"]);
    let folder = arrange(&files, None);
    let one = &folder.found[0];
    let way = Way { named: Some((&one.version, &one.description)), ..Way::default() };
    let read = read("SELECT 1;", Some(&one.up), None, way).expect("a file");
    assert_eq!(read.migration.description, "1.2 add x");
    assert_eq!(read.migration.version, 9_000_001_002_000_000_000);
}

#[test]
fn names_of_tools() {
    assert_eq!(Tool::of_name("Golang-Migrate"), Some(Tool::GolangMigrate));
    assert_eq!(Tool::of_name("golang_migrate"), Some(Tool::GolangMigrate));
    assert_eq!(Tool::of_name("rails"), None);
    assert!(Tool::ALL.iter().all(|(tool, name)| Tool::of_name(name) == Some(*tool) && tool.name() == *name));
}
