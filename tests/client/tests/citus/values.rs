//! Values that each node would make by itself, and copies of a row on many nodes: both must be the same everywhere.

use migrate_client_tests::Session;

use super::refused::before_18;
use super::stand_ins::{cluster, shards};
use crate::common::{done, operate};

/// Notes each statement that changes `d` or `ref`.
const NOTE: &str = "
    CREATE TABLE noted (number serial, query text);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO noted (query) VALUES (current_query()); RETURN NULL; END $$;
    CREATE TRIGGER note AFTER UPDATE ON d FOR EACH STATEMENT EXECUTE FUNCTION note();
    CREATE TRIGGER note AFTER UPDATE ON ref FOR EACH STATEMENT EXECUTE FUNCTION note()";

/// `ref` has a copy on each of three nodes, which follow it but for the rows that `lost` is true of on node two.
fn copies(session: &mut Session, lost: &str) {
    session.exec(&format!(
        "CREATE VIEW node.ref_3 AS SELECT * FROM ref; CREATE VIEW node.ref_2 AS SELECT * FROM ref WHERE NOT ({lost});
         INSERT INTO node.placement VALUES ('ref', 9, 'one', 'public.ref'), ('ref', 9, 'two', 'node.ref_2'),
             ('ref', 9, 'three', 'node.ref_3');
         INSERT INTO ref SELECT i, i, 'X' FROM generate_series(1, 3000) i; SET migrate.small_table = 0"
    ));
}

const FILL: &str = "safe_backfill('ref', 'v = ''x''', 'v = ''X''')";

#[test]
fn a_backfill_ends_where_all_copies_have_the_same() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    copies(&mut session, "false");
    done(&mut session, FILL);
    assert_eq!(session.one("SELECT status FROM migrate.backfills"), "done");
    assert_eq!(session.one("SELECT count(*) FROM ref WHERE v = 'x'"), "3000");
}

#[test]
fn a_copy_that_differs_is_named() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    copies(&mut session, "id % 1000 = 7");
    let error = operate(&mut session, FILL).expect_err("a copy lacks rows");
    assert!(
        error.detail.starts_with("55000: the copies of table \"ref\" are not the same after the backfill"),
        "{error:?}"
    );
    let told = "Of shard 9 that on two:5432 has 2997 rows, otherwise than the others: that on one:5432 has 3000 rows, \
                that on three:5432 has 3000 rows.";
    assert!(error.detail.contains(told), "{error:?}");
    assert_eq!(session.one("SELECT status FROM migrate.backfills"), "failed");
    let again = operate(&mut session, FILL).expect_err("it is as it was");
    assert!(again.detail.contains(told), "{again:?}");
    session.exec("CREATE OR REPLACE VIEW node.ref_2 AS SELECT * FROM ref");
    done(&mut session, FILL);
    assert_eq!(session.one("SELECT status FROM migrate.backfills"), "done");
    assert_eq!(done(&mut session, FILL), ["already done"]);
}

/// The copies have as many rows each, and one of them another value in what was set.
#[test]
fn a_copy_with_another_value_is_named() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    copies(&mut session, "false");
    // A type without a hash of its own is compared by its text.
    session.exec(
        "ALTER TABLE ref ADD j json;
         CREATE OR REPLACE VIEW node.ref_3 AS SELECT * FROM ref;
         CREATE OR REPLACE VIEW node.ref_2 AS
         SELECT id, n, v, CASE WHEN id = 7 THEN '[0]' ELSE j END AS j FROM ref",
    );
    let error = operate(&mut session, "safe_backfill('ref', 'j = ''[1]''')").expect_err("one is another");
    assert!(error.detail.contains("that on two:5432 has 3000 rows, otherwise than the others"), "{error:?}");
}

/// Who writes meanwhile is seen by one copy before the other.
#[test]
fn what_others_write_meanwhile_is_no_difference() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    copies(&mut session, "id = 1 + (SELECT last_value % 2 FROM node.asked) AND pg_backend_pid() <> 0");
    done(&mut session, FILL);
    assert_eq!(session.one("SELECT status FROM migrate.backfills"), "done");
}

#[test]
fn a_copy_that_does_not_answer_is_not_known_to_be_the_same() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    copies(&mut session, "false");
    session.exec("INSERT INTO node.placement VALUES ('ref', 9, 'four', 'node.gone')");
    let error = operate(&mut session, FILL).expect_err("a node is down");
    assert!(
        error.detail.starts_with("55000: the copies of table \"ref\" do not all say what they have"),
        "{error:?}"
    );
    session.exec("DELETE FROM node.placement WHERE node = 'four'");
    done(&mut session, FILL);
}

/// Each row has a value of its own, which is made before it is set: also where the table is small.
#[test]
fn what_is_volatile_is_made_before_it_is_set() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    shards(&mut session, 10);
    copies(&mut session, "false");
    session.exec(&format!("{NOTE}; INSERT INTO d SELECT i, i, 'X' FROM generate_series(1, 9000) i"));
    let planned = session.one(
        "SELECT sql FROM migrate.safe_backfill('d', 'v = left(gen_random_uuid()::text, 20)', 'v = ''X''', dry_run => true)",
    );
    assert_eq!(
        planned,
        "WITH made AS MATERIALIZED (SELECT d.id AS made_1, (left(gen_random_uuid()::text, 20)) AS made_2 FROM public.d AS d \
         WHERE (v = 'X')) UPDATE public.d AS d SET v = made.made_2 FROM made \
         WHERE d.id OPERATOR(pg_catalog.=) made.made_1 AND (v = 'X');"
    );
    done(&mut session, "safe_backfill('d', 'v = left(gen_random_uuid()::text, 20)', 'v = ''X''')");
    assert_eq!(session.one("SELECT count(DISTINCT v), count(*) FROM d"), "9000|9000");
    // Without a condition each row is met once.
    done(&mut session, "safe_backfill('ref', 'n = random() * 1e9, v = ''y''')");
    assert_eq!(session.one("SELECT count(DISTINCT n) > 2990, count(*) FROM ref WHERE v = 'y'"), "t|3000");
    session.exec("RESET migrate.small_table; TRUNCATE node.d_1, node.d_2");
    done(&mut session, "safe_backfill('d', 'v = left(gen_random_uuid()::text, 19)', 'length(v) = 20')");
    assert_eq!(session.one("SELECT count(DISTINCT v), max(length(v)) FROM d"), "9000|19");
    let others = "SELECT count(*), count(*) FILTER (WHERE query NOT LIKE 'WITH made AS MATERIALIZED (SELECT %') FROM noted";
    assert!(session.one(others).ends_with("|0"), "{:?}", session.query_text("SELECT query FROM noted"));
}

#[test]
fn a_column_has_a_value_of_its_own_in_each_row() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    shards(&mut session, 10);
    session.exec(&format!("{NOTE}; INSERT INTO d SELECT i, i, 'X' FROM generate_series(1, 3000) i"));
    for (column, small) in [("u", "DEFAULT"), ("w", "0")] {
        session.exec(&format!("SET migrate.small_table = {small}; TRUNCATE noted"));
        let call = format!("safe_add_column('d', '{column}', 'uuid', 'gen_random_uuid()', not_null => true)");
        let open = call.trim_end_matches(')');
        let planned = session.query_text(&format!("SELECT sql FROM migrate.{open}, dry_run => true)"));
        assert_eq!(
            planned[0],
            format!(
                "ALTER TABLE public.d ADD COLUMN {column} uuid, ALTER COLUMN {column} SET DEFAULT gen_random_uuid();"
            )
        );
        done(&mut session, &call);
        assert_eq!(session.one(&format!("SELECT count(DISTINCT {column}), count(*) FROM d")), "3000|3000");
        assert_eq!(
            session.one("SELECT count(*) > 1, bool_and(query LIKE 'WITH made AS MATERIALIZED %') FROM noted"),
            "t|t"
        );
        let kept = format!(
            "SELECT a.attnotnull, pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a
             JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = 'd'::regclass AND a.attname = '{column}'"
        );
        assert_eq!(session.one(&kept), "t|gen_random_uuid()");
        assert!(done(&mut session, &call).iter().all(|status| status == "already done"));
    }
}

/// What was broken off behind the first step: the column is there, and its rows are not filled.
#[test]
fn a_column_that_was_begun_is_filled() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    shards(&mut session, 10);
    session.exec(
        "INSERT INTO d SELECT i, i, 'X' FROM generate_series(1, 300) i;
         ALTER TABLE d ADD u uuid, ALTER u SET DEFAULT gen_random_uuid()",
    );
    let call = "safe_add_column('d', 'u', 'uuid', 'gen_random_uuid()', not_null => true)";
    assert_eq!(done(&mut session, call)[0], "already done");
    assert_eq!(session.one("SELECT count(DISTINCT u) FROM d"), "300");
}

#[test]
fn a_default_of_one_moment_is_a_constant_for_the_rows_that_are_there() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    shards(&mut session, 10);
    session.exec("INSERT INTO d SELECT i, i, 'X' FROM generate_series(1, 300) i; SET DateStyle = 'SQL, DMY'");
    for (column, default, reads) in [
        ("at", "now()", "now()"),
        ("day", "CURRENT_DATE -- the day", "CURRENT_DATE"),
        ("who", "current_user", "CURRENT_USER"),
    ] {
        let data_type = match column {
            "at" => "timestamptz",
            "day" => "date",
            _ => "text",
        };
        let call = format!("safe_add_column('d', '{column}', '{data_type}', '{default}', not_null => true");
        let sql = session.query_text(&format!("SELECT sql FROM migrate.{call}, dry_run => true)"));
        assert_eq!(sql.len(), 2, "{sql:?}");
        let begin = format!("ALTER TABLE public.d ADD COLUMN {column} {data_type} DEFAULT '");
        assert!(sql[0].starts_with(&begin) && sql[0].ends_with("' NOT NULL;"), "{sql:?}");
        assert!(
            sql[1].starts_with(&format!("ALTER TABLE public.d ALTER COLUMN {column} SET DEFAULT {default}")),
            "{sql:?}"
        );
        assert_eq!(done(&mut session, &format!("{call})")), ["done", "done"]);
        let kept = format!(
            "SELECT (SELECT count(DISTINCT {column}) FROM d), (SELECT bool_and({column} = {reads}) FROM d) IS NOT NULL,
                    pg_get_expr(d.adbin, d.adrelid), a.attnotnull
             FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = 'd'::regclass AND a.attname = '{column}'"
        );
        assert_eq!(session.one(&kept), format!("1|t|{reads}|t"));
        assert!(done(&mut session, &format!("{call})")).iter().all(|status| status == "already done"));
    }
    assert_eq!(session.one("SELECT bool_and(day = CURRENT_DATE AND who = CURRENT_USER) FROM d"), "t");
    // Both statements are one transaction: nobody is left with the constant as the default.
    assert_eq!(session.one("SELECT max(unit) FROM migrate.journal"), "1");
}

#[test]
fn what_each_node_may_read_in_another_way_is_refused() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    shards(&mut session, 10);
    session.exec("CREATE SEQUENCE s; INSERT INTO d SELECT i, i, 'X' FROM generate_series(1, 30) i");
    for call in [
        "safe_backfill('d', 'v = v || random()'",
        "safe_backfill('d', 'v = (SELECT gen_random_uuid()::text)'",
        "safe_backfill('d', 'n = nextval(''s'')'",
        "safe_backfill('d', 'n = random()', 'random() > 0.5'",
        "safe_add_column('d', 'x', 'bigint', 'nextval(''s'')'",
        "safe_add_column('d', 'x', 'date', '''TODAY'''",
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}, dry_run => true)"));
        assert_eq!(error.sqlstate, "0A000", "{call}: {error:?}");
        assert!(error.message.starts_with("each node of Citus would give column"), "{call}: {error:?}");
    }
    // A word that only has one of those in it is a constant as any other.
    assert_eq!(done(&mut session, "safe_add_column('d', 'state', 'text', '''unknown''')"), ["done"]);
    session.exec("ALTER TABLE d DROP CONSTRAINT d_pkey");
    // What is there already needs no key.
    session.exec("ALTER TABLE d ADD u uuid DEFAULT gen_random_uuid() NOT NULL");
    let statuses =
        done(&mut session, "safe_add_column('d', 'u', 'uuid', 'gen_random_uuid()', not_null => true)");
    assert!(statuses.iter().all(|status| status == "already done"), "{statuses:?}");
    let call = "safe_add_column('d', 'x', 'uuid', 'gen_random_uuid()', dry_run => true)";
    let error = session.expect_error(&format!("SELECT * FROM migrate.{call}"));
    assert_eq!(error.message, "a table of Citus needs a primary key for a backfill");
}
