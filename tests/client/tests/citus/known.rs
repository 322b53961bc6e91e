//! What runs on a table that Citus manages: each operation that is let through, and what it does on all nodes first.

use migrate_client_tests::{Db, Session};

use super::refused::before_18;
use super::stand_ins::{cluster, shards};
use crate::common::{done, operate, operator, wait_for_blocked_worker};

/// The operation, and the statements that it has on a large table.
const LET_THROUGH: &[(&str, &[&str])] = &[
    ("safe_add_column('d', 'x', 'int', '7', not_null => true", &["ADD COLUMN x int DEFAULT 7 NOT NULL"]),
    ("safe_add_column('ref', 'x', 'text'", &["ADD COLUMN x text"]),
    ("safe_add_column('ref2', 'x', 'date', '''2026-01-01'''", &["ADD COLUMN x date DEFAULT '2026-01-01'"]),
    (
        "safe_set_not_null('d', 'n'",
        &[
            "ADD CONSTRAINT d_n_not_null CHECK (n IS NOT NULL) NOT VALID",
            "VALIDATE CONSTRAINT d_n_not_null",
            "ALTER COLUMN n SET NOT NULL",
            "DROP CONSTRAINT d_n_not_null",
        ],
    ),
    ("safe_drop_not_null('d', 'n'", &["ALTER COLUMN n DROP NOT NULL"]),
    ("safe_set_default('ref', 'n', '7'", &["ALTER COLUMN n SET DEFAULT 7"]),
    ("safe_set_default('ref', 'n', NULL", &["ALTER COLUMN n DROP DEFAULT"]),
    (
        "safe_add_constraint('d', 'c', 'n > 0'",
        &["ADD CONSTRAINT c CHECK (n > 0) NOT VALID", "VALIDATE CONSTRAINT c"],
    ),
    ("safe_drop_constraint('d', 'c'", &["DROP CONSTRAINT c"]),
    (
        "safe_add_foreign_key('d', ARRAY['n'], 'ref', create_index => false",
        &[
            "ADD CONSTRAINT d_n_fkey FOREIGN KEY (n) REFERENCES public.ref(id) NOT VALID",
            "VALIDATE CONSTRAINT d_n_fkey",
        ],
    ),
    (
        "safe_add_foreign_key('d2', ARRAY['id'], 'd', create_index => false",
        &[
            "ADD CONSTRAINT d2_id_fkey FOREIGN KEY (id) REFERENCES public.d(id) NOT VALID",
            "VALIDATE CONSTRAINT d2_id_fkey",
        ],
    ),
    (
        "safe_add_foreign_key('ref2', ARRAY['ref_id'], 'ref', create_index => false",
        &[
            "ADD CONSTRAINT ref2_ref_id_fkey FOREIGN KEY (ref_id) REFERENCES public.ref(id) NOT VALID",
            "VALIDATE CONSTRAINT ref2_ref_id_fkey",
        ],
    ),
    ("safe_rename_column('d', 'id', 'tenant', strategy => 'instant'", &["RENAME COLUMN id TO tenant"]),
    ("safe_change_column_type('d', 'v', 'varchar(40)'", &["ALTER COLUMN v TYPE varchar(40)"]),
    ("safe_rename_table('far', 'further', compatibility_view => false", &["RENAME TO further"]),
    ("safe_set_schema('ref2', 'other'", &["SET SCHEMA other"]),
];

#[test]
fn what_is_known_to_be_right_runs() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    session.exec("SET migrate.small_table = 0");
    for (call, statements) in LET_THROUGH {
        let planned = session.query_text(&format!(
            "SELECT regexp_replace(sql, '^ALTER TABLE public\\.[a-z0-9]+ ', ''), translate(detail, chr(10), ' ') FROM migrate.{call}, dry_run => true)"
        ));
        for (planned, statement) in planned.iter().zip(*statements) {
            let (sql, detail) = planned.split_once('|').expect("two columns");
            assert_eq!(sql.trim_end_matches(';'), *statement, "{call}");
            assert!(detail.ends_with("locked on all nodes first"), "{call}: {planned}");
        }
        assert_eq!(planned.len(), statements.len(), "{call}: {planned:?}");
        done(&mut session, &format!("{call})"));
        // What is done is seen.
        if !call.starts_with("safe_drop_constraint") && !call.contains("rename_table") {
            let again = done(&mut session, &format!("{call})"));
            assert!(again.iter().all(|status| status == "already done"), "{call}: {again:?}");
        }
    }
    // A type is propagated, and no table is locked for it.
    assert_eq!(done(&mut session, "safe_add_enum_value('mood', 'so so')"), ["done"]);
}

#[test]
fn each_has_its_way_back() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    session.exec("ALTER TABLE d ADD CONSTRAINT open CHECK (n > 1) NOT VALID; SET migrate.small_table = 0");
    let before = shape(&mut session);
    for call in [
        "safe_add_column('d', 'x', 'int', '7')",
        "safe_set_not_null('d', 'n')",
        "safe_set_default('d', 'n', '7')",
        "safe_add_constraint('d', 'c', 'n > 0')",
        "safe_validate_constraint('d', 'open')",
        "safe_drop_constraint('d', 'open')",
        "safe_add_foreign_key('d', ARRAY['n'], 'ref', create_index => false)",
        "safe_rename_column('d', 'id', 'tenant', strategy => 'instant')",
        "safe_change_column_type('d', 'v', 'varchar(40)')",
        "safe_rename_table('d', 'e', compatibility_view => false)",
        "safe_set_schema('d', 'other')",
    ] {
        done(&mut session, call);
        assert_ne!(shape(&mut session), before, "{call}");
        let id = session.one("SELECT max(id) FROM migrate.operations");
        match call.contains("varchar(40)") {
            // Rows may be longer by then: they would have to be looked at.
            true => {
                let error = session.expect_error(&format!("SELECT * FROM migrate.undo({id})"));
                assert_eq!(error.sqlstate, "0A000", "{error:?}");
                session.exec("ALTER TABLE d ALTER COLUMN v TYPE varchar(20)");
            }
            false => drop(done(&mut session, &format!("undo({id})"))),
        }
        assert_eq!(shape(&mut session), before, "{call}");
    }
}

fn shape(session: &mut Session) -> Vec<String> {
    session.query_text(
        "SELECT t.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                pg_get_expr(e.adbin, e.adrelid)
         FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
         LEFT JOIN pg_attrdef e ON e.adrelid = t.oid AND e.adnum = a.attnum
         WHERE t.relname IN ('d', 'e') AND t.relkind = 'r'
         UNION ALL SELECT c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid), true, NULL
         FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE t.relname IN ('d', 'e')
         ORDER BY 1, 2",
    )
}

/// The relation that the catalog names has no rows: what is small is told by the placements.
#[test]
fn how_many_rows_there_are_the_placements_say() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    let call = "SELECT translate(detail, chr(10), ' ') FROM migrate.safe_add_constraint('d', 'c', 'n > 0', dry_run => true)";
    let large = ["locked on all nodes first", "reads the table, stops nobody; locked on all nodes first"];
    let small = ["the table is small; locked on all nodes first"];
    assert_eq!(session.query_text(call), large, "nobody says how many");
    shards(&mut session, 10);
    assert_eq!(session.query_text(call), small);
    session.exec("INSERT INTO node.d_2 SELECT i, i, 'x' FROM generate_series(11, 100000) i");
    assert_eq!(session.query_text(call), large);
    session.exec("TRUNCATE node.d_2");
    assert_eq!(session.query_text(call), small);
    // The larger one of two copies counts.
    session.exec("CREATE TABLE node.d_2b AS SELECT * FROM generate_series(1, 100000) i; INSERT INTO node.placement VALUES ('d', 2, 'one', 'node.d_2b')");
    assert_eq!(session.query_text(call), large);
    // One that does not answer may have any number.
    session.exec("UPDATE node.placement SET shard = 'node.gone' WHERE shard = 'node.d_2b'");
    assert_eq!(session.query_text(call), large);
}

/// One UPDATE on a small table, whose values are the same on each node.
#[test]
fn a_small_table_is_filled_by_one_statement() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    shards(&mut session, 10);
    session.exec("INSERT INTO d SELECT i, i, 'X' FROM generate_series(1, 5) i");
    for (assignments, column, expected) in
        [("v = lower(v)", "v", "x"), ("n = extract(year FROM now())::int * 0", "n", "0")]
    {
        let call = format!("safe_backfill('d', '{assignments}', 'id > 2')");
        let planned = format!("SELECT sql FROM migrate.{}, dry_run => true)", call.trim_end_matches(')'));
        assert!(session.one(&planned).starts_with("UPDATE public.d SET "), "{call}");
        done(&mut session, &call);
        let changed = format!("SELECT count(*) FROM d WHERE {column}::text = '{expected}'");
        assert_eq!(session.one(&changed), "3", "{call}");
    }
    let error = session.expect_error("SELECT * FROM migrate.safe_backfill('d', 'n = 1', 'random() > 0.5')");
    assert_eq!(error.sqlstate, "0A000", "{error:?}");
    assert!(error.message.starts_with("each node of Citus would give column \"n\""), "{error:?}");
    // So does a generated column.
    done(&mut session, "safe_add_column('d', 'g', 'int', generated => 'n + 1')");
    session.exec("SET migrate.small_table = 0");
    let error =
        session.expect_error("SELECT * FROM migrate.safe_add_column('d', 'h', 'int', generated => 'n + 1')");
    assert_eq!(error.sqlstate, "0A000", "{error:?}");
    assert_eq!(session.one("SELECT count(*) FROM migrate.backfills"), "0");
}

/// A comment is a step by itself, too.
#[test]
fn a_comment_alone_is_a_step() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    session.exec("SET migrate.small_table = 0; ALTER TABLE d ADD x int");
    let call = "safe_add_column('d', 'x', 'int', comment => 'said')";
    done(&mut session, call);
    assert_eq!(session.one("SELECT col_description('d'::regclass, 4)"), "said");
    assert_eq!(done(&mut session, call), ["already done", "already done"]);
}

/// They are asked through other connections, which would wait for a lock of this one.
#[test]
fn nobody_is_asked_who_would_wait_for_the_caller() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    shards(&mut session, 10);
    let call = "SELECT status FROM migrate.safe_add_constraint('d', 'c', 'n > 0')";
    session.exec("BEGIN");
    session.exec("LOCK TABLE d IN ACCESS EXCLUSIVE MODE");
    assert_eq!(session.query_text(call), ["queued", "queued"]);
    session.exec("ROLLBACK");
    assert_eq!(session.query_text(call), ["done"]);
}

/// A name with a quote in it would be read as SQL by other nodes.
#[test]
fn no_name_is_sent_that_could_be_read_as_sql() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    session.exec(
        "CREATE TABLE \"it's\" (n int);
         INSERT INTO pg_catalog.pg_dist_partition VALUES ('\"it''s\"', 'n', NULL, 2, 't', false)",
    );
    done(&mut session, "safe_set_default('\"it''s\"', 'n', '1')");
    assert_eq!(session.one("SELECT is_called FROM node.asked"), "f");
    done(&mut session, "safe_set_default('ref', 'n', '1')");
    assert_eq!(session.one("SELECT is_called FROM node.asked"), "t");
}

/// An owner may give away the right to lock his table, and alter it all the same. So it is seen that LOCK TABLE is run.
#[test]
fn a_unit_begins_with_a_lock_on_all_nodes() {
    let Some(db) = before_18() else { return };
    let mut admin = cluster(&db);
    shards(&mut admin, 10);
    let role = operator(&db, "LOGIN");
    admin.exec(&format!("ALTER TABLE d OWNER TO {role}; REVOKE ALL ON d FROM {role}; ALTER TABLE plain OWNER TO {role}; REVOKE ALL ON plain FROM {role}"));
    for small in ["DEFAULT", "0"] {
        let mut owner = db.session_as(&role);
        owner.exec(&format!("SET migrate.small_table = {small}"));
        let error = operate(&mut owner, "safe_set_default('d', 'n', '1')").expect_err("LOCK TABLE");
        assert!(error.sqlstate == "42501", "{error:?}");
        assert_eq!(error.sqlstate, "42501", "{error:?}");
        done(&mut owner, &format!("safe_set_default('plain', 'v', '''{small}''')"));
    }
    assert_eq!(admin.one("SELECT count(*) FROM pg_attrdef WHERE adrelid = 'd'::regclass"), "0");
}

/// What a statement of ALTER TABLE finds set.
const NOTE: &str = "
    CREATE TABLE noted (setting text, timeout text);
    CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO public.noted VALUES
            (current_setting('citus.propagate_set_commands', true), current_setting('lock_timeout'));
    END $$;
    CREATE EVENT TRIGGER note ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION note()";

#[test]
fn what_is_set_goes_on_to_the_nodes_and_ends_with_the_unit() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    session.exec(&format!("{NOTE}; SET migrate.small_table = 0; SET migrate.lock_window = '123ms'"));
    done(&mut session, "safe_add_constraint('d', 'c', 'n > 0')");
    assert_eq!(session.query_text("SELECT * FROM noted"), ["local|123ms", "local|30s"]);
    // A script's or session's own is what counts.
    session.exec("TRUNCATE noted; SET lock_timeout = '7s'");
    done(&mut session, "safe_drop_constraint('d', 'c')");
    assert_eq!(session.query_text("SELECT * FROM noted"), ["local|7s"]);
    // Nothing of it stays in the caller's transaction, nor is it set for a table of the server's own.
    session.exec("TRUNCATE noted; RESET lock_timeout; RESET migrate.small_table");
    shards(&mut session, 10);
    session.exec("BEGIN");
    done(&mut session, "safe_set_default('d', 'n', '1')");
    assert_eq!(
        session.one(
            "SELECT current_setting('citus.propagate_set_commands', true), current_setting('lock_timeout')"
        ),
        "|0"
    );
    session.exec("COMMIT; TRUNCATE noted");
    done(&mut session, "safe_set_default('plain', 'v', '''1''')");
    assert!(!session.one("SELECT setting FROM noted").contains("local"));
}

/// What a node says of a lock is a WARNING; the error says nothing of it.
const BUSY: &str = "
    CREATE SEQUENCE tries;
    CREATE FUNCTION busy() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('public.tries') < 3 THEN
            RAISE WARNING 'canceling statement due to lock timeout' USING ERRCODE = '55P03';
            RAISE EXCEPTION 'failure on connection marked as essential' USING ERRCODE = 'XX000';
        END IF;
    END $$;
    CREATE EVENT TRIGGER busy ON ddl_command_start WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION busy()";

#[test]
fn a_lock_that_a_node_refuses_is_tried_again_by_a_job_and_once_by_a_caller() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    session.exec(&format!("{BUSY}; SET migrate.small_table = 0"));
    session.exec("BEGIN");
    let error = session.expect_error("SELECT * FROM migrate.safe_set_default('d', 'n', '1')");
    assert_eq!(error.sqlstate, "55P03", "{error:?}");
    session.exec("ROLLBACK; SELECT setval('tries', 1, false)");
    // Two units: the first is begun three times.
    done(&mut session, "safe_add_constraint('d', 'c', 'n > 0')");
    assert_eq!(session.one("SELECT last_value FROM tries"), "4");
    // What is no word of a lock is no reason to try again.
    session.exec(
        "CREATE OR REPLACE FUNCTION busy() RETURNS event_trigger LANGUAGE plpgsql AS $$
         BEGIN
             PERFORM nextval('public.tries');
             RAISE WARNING 'something else';
             RAISE EXCEPTION 'failure on connection marked as essential' USING ERRCODE = 'XX000';
         END $$; SELECT setval('tries', 1, false)",
    );
    let error = operate(&mut session, "safe_add_constraint('d', 'c2', 'n > 0')").expect_err("it fails");
    assert!(error.detail.contains("XX000") || error.sqlstate == "XX000", "{error:?}");
    assert_eq!(session.one("SELECT last_value FROM tries"), "1");
}

/// What validates stands in no queue here, so the lock on all nodes is the only one that is in somebody's way.
#[test]
fn a_lock_that_is_not_had_on_all_nodes_is_waited_for_outside_of_every_queue() {
    let Some(db) = before_18() else { return };
    let mut session = cluster(&db);
    session.exec(
        "ALTER TABLE d ADD CONSTRAINT one CHECK (n > 0) NOT VALID, ADD CONSTRAINT two CHECK (n > 1) NOT VALID;
         SET migrate.small_table = 0",
    );
    let mut other = db.session();
    other.exec("BEGIN");
    other.exec("LOCK TABLE d IN SHARE UPDATE EXCLUSIVE MODE");
    let error = session.expect_error("SELECT * FROM migrate.safe_validate_constraint('d', 'one')");
    assert_eq!(error.sqlstate, "55P03", "{error:?}");
    assert!(error.detail.contains("could not lock table \"d\" on all nodes of Citus"), "{error:?}");
    session.exec("SET migrate.lock_wait = '300ms'");
    let error = operate(&mut session, "safe_validate_constraint('d')").expect_err("it is held");
    assert!(format!("{error:?}").contains("on all nodes of Citus"), "{error:?}");
    // Who may hold it is told where Citus shows who is at work on its nodes.
    session.exec(
        "SET allow_system_table_mods = on;
         CREATE VIEW pg_catalog.citus_stat_activity AS
             SELECT pid::bigint AS global_pid, 2 AS nodeid, false AS is_worker_query, a.* FROM pg_stat_activity a;
         RESET allow_system_table_mods",
    );
    let error = operate(&mut session, "safe_validate_constraint('d')").expect_err("it is held");
    let holder = format!("The oldest open transactions: pid {} on node 2, role ", other.pid());
    assert!(error.detail.contains(&holder), "{error:?}");
    session.exec("RESET migrate.lock_wait");
    let job = session.one("SELECT min(job) FROM migrate.safe_validate_constraint('d')");
    // It has failed to lock, and is still there. What it waits for is shown, and who is at work there.
    let shown = format!(
        "SELECT DISTINCT message ~ 'waiting for SHARE UPDATE EXCLUSIVE on d, (held by .*, )?at work on the nodes: pid {} on node 2, role '
         FROM migrate.job_facts WHERE status = 'waiting'",
        other.pid()
    );
    db.wait_for(&shown, &["t"]);
    other.exec("COMMIT");
    session.exec(&format!("CALL migrate.wait({job})"));
    assert_eq!(
        session.one("SELECT bool_and(convalidated) FROM pg_constraint WHERE conrelid = 'd'::regclass"),
        "t"
    );
}

/// Between the plan and the lock a table may become another kind of table, or one of Citus'.
#[test]
fn a_table_is_looked_at_again_under_the_lock() {
    if before_18().is_none() {
        return;
    }
    for (table, change) in [
        (
            "d",
            "UPDATE pg_catalog.pg_dist_partition SET partmethod = 'n', repmodel = 't', partkey = NULL WHERE logicalrelid = 'd'::regclass",
        ),
        ("plain", "INSERT INTO pg_catalog.pg_dist_partition VALUES ('plain', 'n', NULL, 0, 's', true)"),
    ] {
        let db = Db::fresh();
        let mut session = cluster(&db);
        session.exec("SET migrate.small_table = 0; INSERT INTO plain VALUES (1)");
        let mut reader = db.session();
        reader.exec(&format!("BEGIN; SELECT * FROM {table}"));
        let job = session
            .one(&format!("SELECT min(job) FROM migrate.safe_add_constraint('{table}', 'c', 'id > 0')"));
        wait_for_blocked_worker(&db);
        session.exec(change);
        reader.exec("COMMIT");
        let error = session.expect_error(&format!("CALL migrate.wait({job})"));
        let said = format!("{} {} {}", error.sqlstate, error.message, error.detail);
        let expected = if table == "d" { "40001" } else { "0A000" };
        assert!(said.contains(expected), "{table}: {said}");
        assert_eq!(session.one("SELECT count(*) FROM pg_constraint WHERE conname = 'c'"), "0", "{table}");
    }
}

/// CONCURRENTLY is not to be had there.
#[test]
fn a_partition_is_detached_at_once() {
    let Some(db) = before_18() else { return };
    for (default, small) in [(false, "DEFAULT"), (false, "0"), (true, "0")] {
        let db = Db::beside_on(db.server());
        let mut session = cluster(&db);
        session.exec(&format!(
            "CREATE TABLE p (id int, part int) PARTITION BY LIST (part);
             CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)
                 PARTITION BY LIST (id);
             INSERT INTO p VALUES (1, 1);
             INSERT INTO pg_catalog.pg_dist_partition VALUES ('p', 'h', 'id', 1, 's', false), ('p1', 'h', 'id', 1, 's', false),
                 ('p2', 'h', 'id', 1, 's', false);
             SET migrate.small_table = {small}"
        ));
        if default {
            session.exec("CREATE TABLE p0 PARTITION OF p DEFAULT");
        }
        let planned = "SELECT sql, translate(detail, chr(10), ' ') FROM migrate.safe_detach_partition('p', 'p1', dry_run => true)";
        let planned = session.query_text(planned);
        assert_eq!(planned.len(), 1, "{planned:?}");
        assert!(planned[0].starts_with("ALTER TABLE public.p DETACH PARTITION public.p1;|"), "{planned:?}");
        assert!(planned[0].contains("Citus cannot do it CONCURRENTLY"), "{planned:?}");
        assert!(planned[0].contains("locked on all nodes first"), "{planned:?}");
        assert_eq!(done(&mut session, "safe_detach_partition('p', 'p1')"), ["done"]);
        assert_eq!(session.one("SELECT count(*) FROM pg_inherits WHERE inhrelid = 'p1'::regclass"), "0");
        assert_eq!(done(&mut session, "safe_detach_partition('p', 'p1')"), ["already done"]);
        // One that has partitions itself nobody has looked at.
        let error = session.expect_error("SELECT * FROM migrate.safe_detach_partition('p', 'p2')");
        assert_eq!(
            (error.sqlstate.as_str(), error.message.as_str()),
            ("0A000", "table \"p2\" is managed by Citus")
        );
    }
}
