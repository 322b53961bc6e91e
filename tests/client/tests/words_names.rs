//! What is said of names and numbers that do not fit: too long, taken, misspelt, of another kind of thing; and of files.

use migrate_client_tests::{Db, Session, SqlError};

use crate::words::TABLES;

fn said(error: &SqlError) -> String {
    [error.sqlstate.as_str(), " ", &error.message].concat()
}

fn tables(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(TABLES);
    session
}

/// Calls with SQLSTATE and message, DETAIL and HINT of the answer.
fn each(session: &mut Session, cases: &[(&str, &str, &str, &str)]) {
    for (call, message, detail, hint) in cases {
        let sql = format!("SELECT * FROM migrate.{call}");
        let error = session.expect_error(&sql);
        assert_eq!(
            (said(&error).as_str(), error.detail.as_str(), error.hint.as_str()),
            (*message, *detail, *hint),
            "{sql}"
        );
    }
}

#[test]
fn numbers_that_do_not_match_say_both() {
    let db = Db::fresh();
    let one = |other: &str, column: &str| format!("Give one {other} for each {column}, in the same order.");
    let (expression, new_type, reverse, key) = (
        one("expression", "new column"),
        one("new type", "new column"),
        one("reverse expression", "column"),
        one("referenced column", "column"),
    );
    each(
        &mut tables(&db),
        &[
            (
                "safe_split_column('articles', 'title', ARRAY['a', 'b'], ARRAY['title'], 'a')",
                "22023 2 new columns, but 1 expression",
                "",
                &expression,
            ),
            (
                "safe_split_column('articles', 'title', ARRAY['a', 'b'], ARRAY['1', '2'], 'a', ARRAY['text'])",
                "22023 2 new columns, but 1 new type",
                "",
                &new_type,
            ),
            (
                "safe_merge_columns('articles', ARRAY['title'], 'x', 'title', ARRAY['x', 'x'])",
                "22023 1 column, but 2 reverse expressions",
                "",
                &reverse,
            ),
            (
                "safe_add_foreign_key('posts', ARRAY['author_id', 'grp'], 'articles')",
                "22023 2 columns, but 1 referenced column",
                "",
                &key,
            ),
            (
                "safe_split_column('articles', 'title', ARRAY['a', 'a'], ARRAY['title', 'title'], 'a')",
                "42701 argument \"new_columns\" has \"a\" twice",
                "",
                "",
            ),
        ],
    );
}

#[test]
fn files_where_texts_should_be() {
    let db = Db::fresh();
    let text = "The server does not see the client's files. In psql: \\set text `cat FILE`, then :'text' in the call; or migrate.load_dir('/...') for a folder of the server.";
    each(
        &mut tables(&db),
        &[
            (
                "load('migrations/1_x.sql')",
                "22023 argument \"content\" is a file's name, not its text: \"migrations/1_x.sql\"",
                "",
                text,
            ),
            (
                "load('/srv/migrations')",
                "22023 argument \"content\" is a file's name, not its text: \"/srv/migrations\"",
                "",
                text,
            ),
            (
                "load('1_x.sql', 'SELECT 1')",
                "22023 arguments \"content\" and \"filename\" look swapped",
                "",
                "The call is migrate.load(content, filename).",
            ),
            (
                "load('SELECT 1', '5_x.sql', '5_x.down.sql')",
                "22023 argument \"down\" is a file's name, not its text: \"5_x.down.sql\"",
                "",
                text,
            ),
            (
                "create('Add z', '1_x.sql')",
                "22023 argument \"up\" is a file's name, not its text: \"1_x.sql\"",
                "",
                text,
            ),
            (
                "lint('1_x.sql')",
                "22023 argument \"sql\" is a file's name, not its text: \"1_x.sql\"",
                "",
                text,
            ),
            (
                "create('ALTER TABLE c ADD z int', 'Add z')",
                "22023 arguments \"description\" and \"up\" look swapped",
                "",
                "The call is migrate.create(description, up, down).",
            ),
            (
                "create('1_x.sql', 'SELECT 1')",
                "22023 description \"1_x.sql\" is a file's name",
                "",
                "Say in a few words what the migration does; a file is registered with migrate.load(content, filename).",
            ),
        ],
    );
    let mut session = db.session();
    assert_eq!(session.one("SELECT count(*) FROM migrate.migrations"), "0");
    // Words that are SQL, too, describe a script.
    session.exec("SELECT migrate.create('Drop table c', 'SELECT 1', version => 17)");
    let error = session.expect_error("SELECT migrate.create('Other', 'SELECT 2', version => 17)");
    assert_eq!(said(&error), "42710 migration 17 is already registered");
    assert_eq!(
        error.hint,
        "Leave out the version to get a new one. To correct migration 17, give its whole text: SELECT * FROM migrate.load('...', '17_drop_table_c.sql')."
    );
}

#[test]
fn names_that_are_too_long_are_counted_in_bytes() {
    let db = Db::fresh();
    let mut session = tables(&db);
    let (long, wide) = ("x".repeat(64), "ä".repeat(32));
    for (call, argument) in [
        ("safe_add_column('articles', 'NAME', 'int')", "column_name"),
        ("safe_create_index('articles', ARRAY['slug'], index_name => 'NAME')", "index_name"),
        ("safe_add_constraint('articles', 'NAME', 'true')", "constraint_name"),
        ("safe_add_unique('articles', ARRAY['slug'], 'NAME')", "constraint_name"),
        ("safe_rename_column('articles', 'slug', 'NAME')", "new_name"),
        ("safe_rename_table('articles', 'NAME')", "new_name"),
        ("safe_set_not_null('articles', 'NAME')", "column_name"),
        ("safe_split_column('articles', 'title', ARRAY['NAME'], ARRAY['title'], 'a')", "new_columns"),
        ("safe_add_enum_value('mood', 'NAME')", "value"),
    ] {
        for (name, detail) in [
            (&long, format!("It has 64 bytes: \"{long}\".")),
            (&wide, format!("It has 64 bytes, of 32 characters: \"{wide}\".")),
        ] {
            let error =
                session.expect_error(&format!("SELECT * FROM migrate.{}", call.replace("NAME", name)));
            assert_eq!(
                said(&error),
                format!("42622 argument \"{argument}\" is longer than 63 bytes"),
                "{call}"
            );
            assert_eq!((error.detail, error.hint), (detail, "Choose a shorter name.".into()), "{call}");
        }
        assert!(session.notices().is_empty(), "{call}: the server cuts nothing");
    }
    session.exec(&format!("SELECT * FROM migrate.safe_add_column('articles', '{}x', 'int')", "ä".repeat(31)));
}

#[test]
fn what_is_not_there_or_is_something_else() {
    let db = Db::fresh();
    let missing = "Where it need not be there, say missing_ok => true.";
    // Since PostgreSQL 18 NOT NULL is a constraint with a name.
    let has = match db.version() {
        ..18 => "It has articles_pkey, title_ok.",
        _ => "It has articles_id_not_null, articles_slug_not_null, articles_pkey, title_ok.",
    };
    each(
        &mut tables(&db),
        &[
            (
                "safe_drop_index('articles_slug_id')",
                "42704 index \"articles_slug_id\" does not exist",
                "",
                &format!("Did you mean \"articles_slug_idx\"? {missing}"),
            ),
            ("safe_drop_index('other.idx')", "42704 index \"other.idx\" does not exist", "", missing),
            ("safe_drop_index('articles')", "42809 \"articles\" is not an index", "It is a table.", ""),
            (
                "safe_drop_index('articles', missing_ok => true)",
                "42809 \"articles\" is not an index",
                "It is a table.",
                "",
            ),
            (
                "safe_drop_index('a.b.c')",
                "42602 index_name \"a.b.c\" is not a valid name",
                "It has more parts than a schema and a name.",
                "Write it as in SQL: articles, shop.articles, \"Articles\".",
            ),
            (
                "safe_drop_index('a b')",
                "42602 index_name \"a b\" is not a valid name",
                "",
                "Write it as in SQL: articles, shop.articles, \"Articles\".",
            ),
            (
                "safe_drop_index('articles_pkey')",
                "2BP01 index \"articles_pkey\" belongs to constraint \"articles_pkey\"",
                "",
                "SELECT * FROM migrate.safe_drop_constraint('public.articles', 'articles_pkey') drops both.",
            ),
            (
                "safe_replace_index('articles', ARRAY['slug'])",
                "42809 \"articles\" is not an index",
                "It is a table.",
                "",
            ),
            (
                "safe_replace_index('articles_slug_id', ARRAY['slug'])",
                "42704 index \"articles_slug_id\" does not exist",
                "",
                "Did you mean \"articles_slug_idx\"?",
            ),
            (
                "safe_drop_constraint('articles', 'title_o')",
                "42704 constraint \"title_o\" of relation \"articles\" does not exist",
                has,
                &format!("Did you mean \"title_ok\"? {missing}"),
            ),
            (
                "safe_validate_constraint('articles', 'nope')",
                "42704 constraint \"nope\" of relation \"articles\" does not exist",
                has,
                "",
            ),
            (
                "safe_drop_table('articels')",
                "42P01 relation \"articels\" does not exist",
                "",
                &format!("Did you mean \"articles\"? {missing}"),
            ),
            (
                "safe_reindex('articels')",
                "42P01 relation \"articels\" does not exist",
                "",
                "Did you mean \"articles\"?",
            ),
            (
                "safe_set_schema('articles', 'othr')",
                "3F000 schema \"othr\" does not exist",
                "",
                "Did you mean \"other\"?",
            ),
            ("repair_indexes('othr')", "3F000 schema \"othr\" does not exist", "", "Did you mean \"other\"?"),
            ("safe_add_column('12345', 'x', 'int')", "42P01 relation \"12345\" does not exist", "", ""),
            (
                "safe_add_column('part1', 'x', 'int')",
                "42809 cannot add column \"x\" to partition \"part1\"",
                "A partition has the columns of its parent, part.",
                "Add it to part: each of its partitions gets it, too.",
            ),
            (
                "safe_detach_partition('part', 'loose')",
                "42P01 relation \"loose\" is not a partition of relation \"part\"",
                "",
                "SELECT * FROM pg_partition_tree('...') lists the partitions of a table.",
            ),
            (
                "safe_attach_partition('part', 'part', 'DEFAULT')",
                "42P17 table \"part\" cannot be a partition of itself",
                "",
                "",
            ),
            (
                "safe_rename_column('articles', 'slug', 'title')",
                "42701 column \"title\" of relation \"articles\" already exists",
                "",
                "Choose another name, or drop or rename what is there.",
            ),
            (
                "safe_rename_column('articles', 'slug', 'slug')",
                "22023 argument \"new_name\" is the name that it has already: \"slug\"",
                "",
                "",
            ),
            (
                "safe_add_enum_value('mood', 'x', before => 'okk')",
                "22023 \"okk\" is not a value of enum mood",
                "It has sad, ok.",
                "Did you mean \"ok\"?",
            ),
            ("safe_add_enum_value('mood', '')", "22023 argument \"value\" must not be empty", "", ""),
        ],
    );
}

/// What is done twice by a script that runs twice is done, and no slip of the pen.
#[test]
fn what_was_dropped_here_is_done() {
    let db = Db::fresh();
    let mut session = tables(&db);
    for call in [
        "safe_drop_index('articles_slug_idx')",
        "safe_drop_constraint('articles', 'title_ok')",
        "safe_drop_column('articles', 'title', acknowledge => true)",
        "safe_drop_table('c')",
        "safe_detach_partition('part', 'part1')",
    ] {
        let sql = format!("SELECT DISTINCT status FROM migrate.{call}");
        assert_eq!(session.query_text(&sql), ["done"], "{call}");
        assert_eq!(session.query_text(&sql), ["already done"], "{call}");
    }
}

/// No role is advised to become a member of the owner, which may be a superuser.
#[test]
fn nobody_is_advised_to_hand_out_the_owners_rights() {
    let db = Db::fresh();
    tables(&db);
    let role = crate::common::operator(&db, "LOGIN");
    let mut session = db.session_as(&role);
    let hint = "SET ROLE to that role or a member of it, or have one of them call it.";
    for call in ["safe_add_column('articles', 'x', 'int')", "safe_add_enum_value('mood', 'x')"] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!((error.sqlstate.as_str(), error.hint.as_str()), ("42501", hint), "{call}");
    }
}

#[test]
fn what_cannot_work_is_refused_before_it_is_queued() {
    let db = Db::fresh();
    let mut session = tables(&db);
    session.exec("SET migrate.small_table = 0");
    for (call, sqlstate) in [
        ("safe_add_foreign_key('articles', ARRAY['title'], 'small', ARRAY['id'])", "42804"),
        ("safe_add_foreign_key('articles', ARRAY['title'], 'small', ARRAY['v'])", "42830"),
        ("safe_create_index('articles', ARRAY['slug'], index_name => 'small')", "42P07"),
        ("safe_create_index('articles', ARRAY['slug'], index_name => 'sq')", "42P07"),
        ("safe_add_constraint('articles', 'k', 'slug = 1')", "42883"),
        ("safe_backfill('articles', 'status = 1', parallel => 0)", "22023"),
        ("safe_backfill('articles', 'status = 1', parallel => 1000000)", "22023"),
        ("safe_set_schema('articles', 'nope')", "3F000"),
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
        assert_eq!(error.sqlstate, sqlstate, "{call}: {error:?}");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
}

/// A collation is named as in SQL, or as the catalog has it.
#[test]
fn a_collation_by_its_name() {
    let db = Db::fresh();
    let mut session = db.session();
    session
        .exec("CREATE TABLE t (id int); CREATE SCHEMA shop; CREATE COLLATION shop.\"My order\" FROM \"C\"");
    let call = |given: &str| {
        format!(
            "SELECT sql FROM migrate.safe_add_column('t', 'c', 'text', collation => '{given}', dry_run => true)"
        )
    };
    for (given, sql) in [
        ("C", "COLLATE \"C\""),
        ("\"C\"", "COLLATE \"C\""),
        ("pg_catalog.\"C\"", "COLLATE \"C\""),
        ("default", "COLLATE \"default\""),
        ("shop.\"My order\"", "COLLATE shop.\"My order\""),
    ] {
        assert!(session.one(&call(given)).contains(sql), "{given}");
    }
    for (given, hint) in [
        ("c", "Did you mean \"C\"? pg_collation has them all."),
        ("nothing at all", "Give a name such as C, de-x-icu or shop.mine; pg_collation has them all."),
        ("\"C", "Give a name such as C, de-x-icu or shop.mine; pg_collation has them all."),
        ("\"C\", DROP COLUMN b", "Give a name such as C, de-x-icu or shop.mine; pg_collation has them all."),
        ("C\" NOT NULL", "Give a name such as C, de-x-icu or shop.mine; pg_collation has them all."),
    ] {
        let error = session.expect_error(&call(given));
        assert_eq!(error.sqlstate, "42704", "{given}: {error:?}");
        assert_eq!(error.message, format!("argument \"collation\" names no collation: \"{given}\""));
        assert_eq!(error.hint, hint, "{given}");
    }
}
