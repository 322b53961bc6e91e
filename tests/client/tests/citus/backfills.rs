//! Backfills of a large table that Citus manages: by ranges of its primary key, since a block is no set of rows there.

use migrate_client_tests::{Db, Session};

use super::refused::before_18;
use super::stand_ins::{cluster, shards};
use crate::common::{done, operate};

/// Notes each UPDATE of `d`, and what is set then.
const NOTE: &str = "
    CREATE TABLE noted (number serial, query text, waits text, durable text, handed_on text);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF pg_trigger_depth() = 1 THEN
            INSERT INTO noted (query, waits, durable, handed_on) VALUES (current_query(), current_setting('lock_timeout'),
                current_setting('synchronous_commit'), current_setting('citus.propagate_set_commands', true));
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER note AFTER UPDATE ON d FOR EACH STATEMENT EXECUTE FUNCTION note()";

/// Rows go by the values of the key, and not by the texts that are kept of them.
const IN_ORDER: &str = "
    SELECT array_agg(upto ORDER BY number) = array_agg(upto ORDER BY upto) AND min(upto) = 1600
    FROM (SELECT number, substring(query FROM '<=[^0-9]*([0-9]+)')::int AS upto FROM noted) n WHERE upto IS NOT NULL";

/// `d` with many rows, of which its placements know only a few.
fn large(db: &Db) -> Session {
    let mut session = cluster(db);
    shards(&mut session, 10);
    session.exec(&format!(
        "{NOTE}; INSERT INTO d SELECT i, i, 'X' FROM generate_series(1, 9000) i; SET migrate.small_table = 0"
    ));
    session
}

#[test]
fn batches_are_ranges_of_the_key() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    let planned = session.one(
        "SELECT sql, translate(detail, chr(10), ' ') FROM migrate.safe_backfill('d', 'v = ''x''', 'v = ''X''', dry_run => true)",
    );
    assert!(planned.starts_with("UPDATE public.d SET v = 'x' WHERE"), "{planned}");
    assert!(
        planned.contains("by ranges of the primary key, in batches that commit by themselves"),
        "{planned}"
    );
    done(&mut session, "safe_backfill('d', 'v = ''x''', 'v = ''X''')");
    assert_eq!(session.one("SELECT count(*) FROM d WHERE v = 'x'"), "9000");
    let queries = session.query_text("SELECT query FROM noted ORDER BY number");
    assert!(queries.len() > 2, "{queries:?}");
    assert!(queries.iter().all(|query| !query.contains("ctid") && !query.contains("ONLY")), "{queries:?}");
    assert!(queries[0].contains("WHERE (id) OPERATOR(pg_catalog.<=) ('1600'::integer) AND"), "{queries:?}");
    assert!(queries[1].contains("WHERE (id) OPERATOR(pg_catalog.>) ('1600'::integer) AND"), "{queries:?}");
    assert_eq!(session.one(IN_ORDER), "t", "{queries:?}");
    // The last one goes to the end, whatever comes there.
    assert!(!queries[queries.len() - 1].contains("<="), "{queries:?}");
    assert_eq!(
        session.query_text("SELECT DISTINCT durable, handed_on, waits <> '0' FROM noted"),
        ["on|local|t"]
    );
    assert_eq!(session.one("SELECT status, pass FROM migrate.backfills"), "done|0");
    assert_eq!(done(&mut session, "safe_backfill('d', 'v = ''x''', 'v = ''X''')"), ["already done"]);
}

#[test]
fn what_was_broken_off_goes_on_behind_its_key() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    session.exec(
        "CREATE SEQUENCE batch;
         CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN IF nextval('batch') = 3 THEN RAISE 'broken off'; END IF; RETURN NULL; END $$;
         CREATE TRIGGER fail AFTER UPDATE ON d FOR EACH STATEMENT EXECUTE FUNCTION fail()",
    );
    let call = "safe_backfill('d', 'v = ''x''', 'v = ''X''')";
    operate(&mut session, call).expect_err("the third batch fails");
    let key = session.one("SELECT last_key[1] FROM migrate.backfill_ranges");
    assert_eq!(session.one("SELECT max(id) FROM d WHERE v = 'x'"), key, "the cursor is that of the rows");
    session.exec("TRUNCATE noted");
    done(&mut session, call);
    assert_eq!(session.one("SELECT count(*) FROM d WHERE v = 'x'"), "9000");
    let first = session.one("SELECT query FROM noted ORDER BY number LIMIT 1");
    assert!(first.contains(&format!("(id) OPERATOR(pg_catalog.>) ('{key}'::integer)")), "{first}");
}

#[test]
fn rows_that_others_change_behind_it_are_found() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    session.exec(
        "CREATE SEQUENCE batch;
         CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN IF nextval('batch') = 2 THEN UPDATE d SET v = 'X' WHERE id = 7; END IF; RETURN NULL; END $$;
         CREATE TRIGGER meddle AFTER UPDATE ON d FOR EACH STATEMENT EXECUTE FUNCTION meddle()",
    );
    done(&mut session, "safe_backfill('d', 'v = ''x''', 'v = ''X''')");
    assert_eq!(session.one("SELECT count(*) FROM d WHERE v = 'x'"), "9000");
    assert_eq!(session.one("SELECT status, pass FROM migrate.backfills"), "done|1");
}

#[test]
fn a_key_may_have_many_columns() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    session.exec(
        "CREATE TABLE t (tenant varchar(20), id numeric(10, 2), u uuid, n int, PRIMARY KEY (tenant, id, u));
         INSERT INTO t SELECT 'o''' || chr(65 + i % 40), i / 4.0, gen_random_uuid(), 0 FROM generate_series(1, 9000) i;
         INSERT INTO pg_catalog.pg_dist_partition VALUES ('t', 'n', NULL, 2, 't', false);
         INSERT INTO node.placement VALUES ('t', 9, 'one', 't'), ('t', 9, 'two', 't'); SET migrate.small_table = 0",
    );
    done(&mut session, "safe_backfill('t', 'n = 1')");
    assert_eq!(session.one("SELECT count(*), sum(n) FROM t"), "9000|9000");
    assert!(
        session.one(
            "SELECT batches + (SELECT sum(batches) FROM migrate.backfill_ranges) > 2 FROM migrate.backfills"
        ) == "t"
    );
}

#[test]
fn what_no_range_of_keys_can_do_is_refused() {
    let Some(db) = before_18() else { return };
    let mut session = large(&db);
    session.exec(
        "CREATE TABLE keyless (n int); CREATE TABLE dated (at date PRIMARY KEY, n int);
         INSERT INTO pg_catalog.pg_dist_partition VALUES ('keyless', 'n', NULL, 2, 't', false), ('dated', 'n', NULL, 2, 't', false)",
    );
    let no_key = "a table of Citus needs a primary key for a backfill";
    let large = "are too many for one UPDATE, and cannot be filled by ranges of its key";
    for (call, message) in [
        ("safe_backfill('keyless', 'n = 1'", no_key),
        ("safe_backfill('dated', 'n = 1'", large),
        ("safe_backfill('ref', 'id = 1', 'n = 1'", large),
        ("safe_backfill('d', 'n = n + 1', 'n > 3'", large),
        ("safe_backfill('d', 'n = 1', on_error => 'skip'", large),
        ("safe_backfill('d', 'n = 1', parallel => 2", large),
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call}, dry_run => true)"));
        assert_eq!(error.sqlstate, "0A000", "{call}: {error:?}");
        assert!(error.message.ends_with(message) && !error.detail.is_empty(), "{call}: {error:?}");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
}
