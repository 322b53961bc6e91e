//! What is said of a slip of the pen: every message, word for word, and the form of many more.
//!
//! Not here: values that do not fit a change (words_failed.rs), names in messages and documents (words_named.rs).

use migrate_client_tests::{Db, Session, SqlError};

/// The tables that the calls are about.
pub const TABLES: &str = "
    CREATE TABLE articles (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug text NOT NULL, title text, body text,
                           status text, view_count int DEFAULT 0, created_at timestamptz DEFAULT now());
    INSERT INTO articles (slug, title, body, status) SELECT 's' || g, 't', 'b', '1' FROM generate_series(1, 30) g;
    CREATE INDEX articles_slug_idx ON articles (slug); ALTER TABLE articles ADD CONSTRAINT title_ok CHECK (title <> '');
    CREATE TABLE small (id int PRIMARY KEY, v text); CREATE TABLE c (id int, priority text);
    CREATE TABLE posts (id int, author_id bigint, grp int); CREATE TABLE \"Mixed\" (id int, \"createdAt\" timestamptz);
    CREATE VIEW av AS SELECT * FROM articles; CREATE SEQUENCE sq; CREATE MATERIALIZED VIEW mv AS SELECT 1 AS id;
    CREATE TABLE part (id int, d date) PARTITION BY RANGE (id); CREATE TABLE loose (id int, d date);
    CREATE TABLE part1 PARTITION OF part FOR VALUES FROM (0) TO (10); CREATE TYPE mood AS ENUM ('sad', 'ok');
    CREATE SCHEMA other; CREATE TABLE other.t (id int);";

/// What the columns of `articles` are, as a DETAIL.
const HAS: &str = "It has id, slug, title, body, status, view_count, created_at.";

fn tables(db: &Db) -> Session {
    let mut session = db.session();
    session.exec(TABLES);
    session
}

/// An error as psql shows it, without the place of it.
fn said(error: &SqlError) -> String {
    let part = |name: &str, text: &str| match text {
        "" => String::new(),
        text => format!("\n{name}: {text}"),
    };
    let (detail, hint) = (part("DETAIL", &error.detail), part("HINT", &error.hint));
    format!("{} {}{detail}{hint}", error.sqlstate, error.message)
}

/// Calls with what each of them is answered.
fn each(session: &mut Session, cases: &[(&str, &str)]) {
    for (call, expected) in cases {
        let sql = format!("SELECT * FROM migrate.{call}");
        assert_eq!(said(&session.expect_error(&sql)), *expected, "{sql}");
    }
}

#[test]
fn null_in_an_array_is_told_by_argument_and_element() {
    let db = Db::fresh();
    each(
        &mut tables(&db),
        &[
            (
                "safe_create_index('articles', ARRAY['slug', NULL])",
                "22004 columns must not contain NULL (element 2)",
            ),
            (
                "safe_create_index('articles', ARRAY['slug'], include => ARRAY[NULL])",
                "22004 include must not contain NULL (element 1)",
            ),
            (
                "safe_add_unique('articles', ARRAY['slug', NULL])",
                "22004 columns must not contain NULL (element 2)",
            ),
            (
                "safe_add_primary_key('c', ARRAY[NULL, 'id'])",
                "22004 columns must not contain NULL (element 1)",
            ),
            (
                "safe_add_foreign_key('posts', ARRAY[NULL], 'articles')",
                "22004 columns must not contain NULL (element 1)",
            ),
            (
                "safe_add_foreign_key('posts', ARRAY['id'], 'articles', ARRAY[NULL])",
                "22004 referenced_columns must not contain NULL (element 1)",
            ),
            (
                "safe_split_column('articles', 'title', ARRAY['a', NULL], ARRAY['title', 'title'], 'a')",
                "22004 new_columns must not contain NULL (element 2)",
            ),
            (
                "safe_split_column('articles', 'title', ARRAY['a', 'b'], ARRAY['title', NULL], 'a')",
                "22004 expressions must not contain NULL (element 2)",
            ),
            (
                "safe_merge_columns('articles', ARRAY['title', NULL], 'x', 'title', ARRAY['x', 'x'])",
                "22004 columns must not contain NULL (element 2)",
            ),
            (
                "safe_replace_index('articles_slug_idx', ARRAY[NULL])",
                "22004 columns must not contain NULL (element 1)",
            ),
            (
                "safe_create_index('articles', ARRAY['slug', ''])",
                "22023 columns must not contain an empty text (element 2)",
            ),
            ("prune('100000 years')", "22008 older_than is out of range"),
        ],
    );
}

#[test]
fn a_constraint_as_alter_table_takes_it() {
    let db = Db::fresh();
    let mut session = tables(&db);
    for check in ["CHECK (priority IN ('a', 'b'))", "constraint chk check ((priority > ''))"] {
        session.exec(&format!("SELECT * FROM migrate.safe_add_constraint('c', 'chk', $c${check}$c$)"));
        session.exec("ALTER TABLE c DROP CONSTRAINT chk");
    }
    let is = |kind: &str, instead: &str| {
        format!("42601 argument \"expression\" is {kind}, not the condition of a CHECK\nHINT: {instead}")
    };
    for (text, expected) in [
        (
            "FOREIGN KEY (id) REFERENCES small (id) ON DELETE CASCADE",
            is(
                "a foreign key",
                "SELECT * FROM migrate.safe_add_foreign_key('c', ARRAY['id'], 'small', ARRAY['id'], constraint_name => 'chk', on_delete => 'CASCADE').",
            ),
        ),
        (
            "UNIQUE (id)",
            is(
                "a UNIQUE constraint",
                "SELECT * FROM migrate.safe_add_unique('c', ARRAY['id'], constraint_name => 'chk').",
            ),
        ),
        (
            "PRIMARY KEY (id)",
            is(
                "a primary key",
                "SELECT * FROM migrate.safe_add_primary_key('c', ARRAY['id'], constraint_name => 'chk').",
            ),
        ),
        (
            "EXCLUDE USING gist (id WITH =)",
            is(
                "an exclusion constraint",
                "Write it as a plain statement into a migration: everybody waits while an exclusion constraint is made.",
            ),
        ),
        ("id NOT NULL", is("a NOT NULL constraint", "SELECT * FROM migrate.safe_set_not_null('c', 'id').")),
    ] {
        let sql = format!("SELECT * FROM migrate.safe_add_constraint('c', 'chk', $c${text}$c$)");
        let error = session.expect_error(&sql);
        assert_eq!(said(&error), expected, "{text}");
        // What is advised can be done.
        if let Some(call) = error.hint.strip_prefix("SELECT").and_then(|call| call.strip_suffix('.')) {
            session.exec(&format!("BEGIN; SELECT{call}; ROLLBACK"));
        }
    }
}

#[test]
fn a_word_too_much_is_told() {
    let db = Db::fresh();
    each(
        &mut tables(&db),
        &[
            (
                "safe_create_index('articles', ARRAY['slug'], predicate => 'WHERE status = 1')",
                "42601 argument \"predicate\" is not one expression\nDETAIL: Of \"WHERE status = 1\" the server says: syntax error at or near \"WHERE\".\nHINT: Leave the word WHERE out.",
            ),
            (
                "safe_backfill('articles', $$status = 'x'$$, condition => 'WHERE id = 1')",
                "42601 argument \"condition\" is not one expression\nDETAIL: Of \"WHERE id = 1\" the server says: syntax error at or near \"WHERE\".\nHINT: Leave the word WHERE out.",
            ),
            (
                "safe_backfill('articles', 'status')",
                "42601 argument \"assignments\" is not a list of columns and what each is set to\nDETAIL: Of \"status\" the server says: syntax error at end of input.\nHINT: Write each column with its own expression: word_count = length(body), checked = true; a = (SELECT x ...), b = (SELECT y ...) for (a, b) = (SELECT x, y ...). What stands behind WHERE is argument \"condition\".",
            ),
            (
                "safe_backfill('articles', 'SET status = 1')",
                "42601 argument \"assignments\" is not a list of columns and what each is set to\nDETAIL: Of \"SET status = 1\" the server says: syntax error at or near \"status\".\nHINT: Leave the word SET out.",
            ),
            (
                "safe_create_index('articles', ARRAY['slug'], index_name => '')",
                "22023 argument \"index_name\" must not be empty",
            ),
            (
                "reverse('SELEC')",
                "42601 syntax error at or near \"SELEC\" in argument \"sql\", line 1, column 1",
            ),
            (
                "lint(E'SELECT 1;\\nSELEC')",
                "42601 syntax error at or near \"SELEC\" in argument \"sql\", line 2, column 1",
            ),
            (
                "explain('SELEC')",
                "42601 syntax error at or near \"SELEC\" in argument \"sql\", line 1, column 1",
            ),
            (
                "preflight('SELEC')",
                "42601 syntax error at or near \"SELEC\" in argument \"sql\", line 1, column 1",
            ),
            (
                "parse('SELEC')",
                "42601 syntax error at or near \"SELEC\" in argument \"sql\", line 1, column 1",
            ),
            (
                "safe_add_column('articles', 'x', 'text', 'draft')",
                "0A000 cannot use column reference in DEFAULT expression\nHINT: If the text is meant, it has quotes of its own in the argument: default_value => '''draft'''.",
            ),
        ],
    );
}

#[test]
fn a_misspelt_column_is_told_with_what_is_there() {
    let db = Db::fresh();
    let slip = |column: &str, near: &str| {
        format!(
            "42703 column \"{column}\" of relation \"articles\" does not exist\nDETAIL: {HAS}\nHINT: Did you mean \"{near}\"?"
        )
    };
    let within = |column: &str, near: &str, argument: &str, text: &str| {
        let has = HAS.replace("It has", "The table has");
        format!(
            "42703 column \"{column}\" of relation \"articles\" does not exist\nDETAIL: It is named in argument \"{argument}\": {text}.\n{has}\nHINT: Did you mean \"{near}\"?"
        )
    };
    let mut session = tables(&db);
    for (call, expected) in [
        ("safe_set_not_null('articles', 'slgu')", slip("slgu", "slug")),
        ("safe_drop_not_null('articles', 'Slug')", slip("Slug", "slug")),
        ("safe_set_default('articles', 'viewcount', '5')", slip("viewcount", "view_count")),
        ("safe_rename_column('articles', 'titel', 'x')", slip("titel", "title")),
        ("safe_change_column_type('articles', 'titel', 'int')", slip("titel", "title")),
        ("safe_set_statistics_target('articles', 'titel', 5)", slip("titel", "title")),
        ("safe_add_unique('articles', ARRAY['slgu'])", slip("slgu", "slug")),
        ("safe_add_foreign_key('posts', ARRAY['author_id'], 'articles', ARRAY['idd'])", slip("idd", "id")),
        ("safe_split_column('articles', 'titel', ARRAY['a'], ARRAY['1'], 'a')", slip("titel", "title")),
        ("safe_backfill('articles', 'statsu = 1')", slip("statsu", "status")),
        (
            "safe_drop_column('articles', 'titel')",
            format!("{} Where it need not be there, say missing_ok => true.", slip("titel", "title")),
        ),
        ("safe_create_index('articles', ARRAY['slgu'])", within("slgu", "slug", "columns", "slgu")),
        (
            "safe_create_index('articles', ARRAY['lower(slgu)'])",
            within("slgu", "slug", "columns", "lower(slgu)"),
        ),
        (
            "safe_create_index('articles', ARRAY['slug'], include => ARRAY['titel'])",
            within("titel", "title", "include", "titel"),
        ),
        (
            "safe_create_index('articles', ARRAY['slug'], predicate => 'stats = 1')",
            within("stats", "status", "predicate", "stats = 1"),
        ),
        ("safe_replace_index('articles_slug_idx', ARRAY['slgu'])", within("slgu", "slug", "columns", "slgu")),
        (
            "safe_add_constraint('articles', 'k', 'articles.stats > $$$$')",
            within("stats", "status", "expression", "articles.stats > $$$$"),
        ),
        (
            "safe_add_column('articles', 'x', 'text', generated => 'lower(slgu)')",
            within("slgu", "slug", "generated", "lower(slgu)"),
        ),
        (
            "safe_change_column_type('articles', 'view_count', 'int8', using_expression => 'viewcount * 2')",
            within("viewcount", "view_count", "using_expression", "viewcount * 2"),
        ),
        ("safe_backfill('articles', 'status = slgu')", within("slgu", "slug", "assignments", "slgu")),
        (
            "safe_backfill('articles', 'status = 1', 'statsu IS NULL')",
            within("statsu", "status", "condition", "statsu IS NULL"),
        ),
    ] {
        let sql = format!("SELECT * FROM migrate.{call}");
        assert_eq!(said(&session.expect_error(&sql)), expected, "{sql}");
    }
    let error = session.expect_error("SELECT * FROM migrate.safe_set_not_null('\"Mixed\"', 'createdat')");
    assert_eq!(
        said(&error),
        "42703 column \"createdat\" of relation \"Mixed\" does not exist\nDETAIL: It has id, createdAt.\nHINT: Did you mean \"createdAt\"?"
    );
}
