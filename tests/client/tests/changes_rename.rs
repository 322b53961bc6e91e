//! `safe_rename_column`: what each name can be used for while there are two, what is there when it is complete, and the
//! way back from everywhere.
//!
//! Not here: writers at work during every phase, with kills (stress/fire.rs, `make stress`).

mod scripts;
mod who;

use migrate_client_tests::{Cluster, Db, Session};

use crate::common::{block_index_builds, done, dump, operate, wait_for_blocked_worker};

/// `state` of each change.
const STATES: &str = "SELECT state FROM migrate.changes ORDER BY id";
/// Rows whose columns say different things.
const WRONG: &str = "SELECT count(*) FROM t WHERE state IS DISTINCT FROM status";

/// Table `t`, all that can hang on a column, and a few rows; each table is small or large.
fn table(db: &Db, small_table: &str) -> Session {
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE t (id int PRIMARY KEY, state text NOT NULL DEFAULT 'new' CHECK (state <> ''), note text,
                         UNIQUE (state, id));
         CREATE INDEX t_lower ON t (lower(state)) WHERE state <> 'gone';
         CREATE INDEX t_note ON t (note);
         COMMENT ON COLUMN t.state IS 'where it stands'; GRANT SELECT (state) ON t TO PUBLIC;
         ALTER TABLE t ALTER state SET STATISTICS 77;
         CREATE VIEW v AS SELECT id, state FROM t;
         INSERT INTO t SELECT n, 'state ' || n FROM generate_series(1, 50) n;
         SET migrate.small_table = {small_table}"
    ));
    session
}

const RENAME: &str = "safe_rename_column('t', 'state', 'status')";

#[test]
fn either_name_can_be_written() {
    for small_table in ["0", "DEFAULT"] {
        let db = Db::fresh();
        let mut session = table(&db, small_table);
        done(&mut session, RENAME);
        assert_eq!(session.query_text(STATES), ["ready"]);
        assert_eq!(session.one(WRONG), "0");
        let mut write = |sql: &str, id: i32, expected: &str| {
            session.exec(sql);
            assert_eq!(
                session.one(&format!("SELECT state, status FROM t WHERE id = {id}")),
                expected,
                "{sql}"
            );
        };
        write("INSERT INTO t (id, state) VALUES (101, 'a')", 101, "a|a");
        write("INSERT INTO t (id, status) VALUES (102, 'b')", 102, "b|b");
        write("INSERT INTO t (id) VALUES (103)", 103, "new|new");
        write("INSERT INTO t (id, state, status) VALUES (104, 'old', 'new')", 104, "new|new");
        // Nobody can tell a NULL that was written from one that was left out: the default it is.
        write("INSERT INTO t (id, status) VALUES (105, NULL)", 105, "new|new");
        write("UPDATE t SET state = 'c' WHERE id = 101", 101, "c|c");
        write("UPDATE t SET status = 'd' WHERE id = 101", 101, "d|d");
        write("UPDATE t SET state = 'e', status = 'f' WHERE id = 101", 101, "f|f");
        write("UPDATE t SET state = 'g', status = status WHERE id = 101", 101, "g|g");
        write(
            "INSERT INTO t (id, state) VALUES (101, 'h') ON CONFLICT (id) DO UPDATE SET state = excluded.status",
            101,
            "h|h",
        );
        write(
            "INSERT INTO t (id, status) VALUES (101, 'h') ON CONFLICT (status, id) DO UPDATE SET status = 'i'",
            101,
            "i|i",
        );
        write(
            "INSERT INTO t (id, status) VALUES (101, 'i') ON CONFLICT (state, id) DO UPDATE SET status = 'j'",
            101,
            "j|j",
        );
        write(
            "MERGE INTO t USING (VALUES (101, 'k')) x (i, s) ON id = i WHEN MATCHED THEN UPDATE SET status = s",
            101,
            "k|k",
        );
        write(
            "MERGE INTO t USING (VALUES (106, 'l')) x (i, s) ON id = i WHEN NOT MATCHED THEN INSERT (id, state) VALUES (i, s)",
            106,
            "l|l",
        );
        write("UPDATE v SET state = 'm' WHERE id = 101", 101, "m|m");
        write("UPDATE t SET note = 'only this' WHERE id = 101", 101, "m|m");
        write(
            "SET session_replication_role = replica; UPDATE t SET status = 'n' WHERE id = 101; RESET session_replication_role",
            101,
            "n|n",
        );
        for sql in ["UPDATE t SET status = NULL WHERE id = 101", "UPDATE t SET state = NULL WHERE id = 101"] {
            assert_eq!(session.expect_error(sql).sqlstate, "23502");
        }
        assert_eq!(session.expect_error("UPDATE t SET status = '' WHERE id = 101").sqlstate, "23514");
        assert_eq!(session.one(WRONG), "0");
        // The new name has its indexes.
        assert_eq!(
            session.query_text("SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 't'::regclass AND pg_get_indexdef(indexrelid) LIKE '%status%' AND indisvalid ORDER BY 1"),
            [
                "CREATE INDEX t_lower_copy ON public.t USING btree (lower(status)) WHERE (status <> 'gone'::text)",
                "CREATE UNIQUE INDEX t_state_id_key_copy ON public.t USING btree (status, id)",
            ]
        );
    }
}

#[test]
fn copied_rows_have_both() {
    let db = Db::fresh();
    let mut session = table(&db, "0");
    done(&mut session, RENAME);
    for (column, id) in [("state", 201), ("status", 202)] {
        let file = std::env::temp_dir().join(format!("{}_{column}", db.name()));
        std::fs::write(&file, format!("{id}\tcopied\n")).expect("a file");
        let sql = format!("\\copy t (id, {column}) from '{}'", file.display());
        let output = db.server().run("psql", &["-X", "-d", db.name(), "-c", &sql]);
        std::fs::remove_file(&file).expect("a file");
        assert!(output.status.success(), "{output:?}");
        let row = format!("SELECT state, status FROM t WHERE id = {id}");
        assert_eq!(session.one(&row), "copied|copied");
    }
}

/// What the table is when it is complete is what a plain RENAME makes of it; taken back, it is as before.
#[test]
fn complete_is_a_rename_and_there_is_a_way_back() {
    for small_table in ["0", "DEFAULT"] {
        let (db, plain) = (Db::fresh(), Db::fresh());
        let mut session = table(&db, small_table);
        table(&plain, small_table).exec("ALTER TABLE t RENAME COLUMN state TO status");
        let before = dump(&db, "public");
        done(&mut session, RENAME);
        session.exec("INSERT INTO t (id, status) VALUES (101, 'both')");
        done(&mut session, "complete((SELECT max(id) FROM migrate.changes))");
        // Until it cannot be taken back, the table is marked as its own.
        let there: String = dump(&db, "public")
            .lines()
            .filter(|line| !line.contains("~migrate_"))
            .map(|line| format!("{line}\n"))
            .collect();
        assert_eq!(there, dump(&plain, "public"));
        assert_eq!(session.query_text(STATES), ["grace"]);
        session.exec("INSERT INTO t (id, status) VALUES (102, 'after')");
        assert_eq!(
            session.query_text("SELECT DISTINCT status FROM migrate.complete('t', 'status')"),
            ["already done"]
        );
        done(&mut session, "undo((SELECT max(id) FROM migrate.changes))");
        assert_eq!(dump(&db, "public"), before);
        assert_eq!(session.query_text(STATES), ["undone"]);
        assert_eq!(session.query_text("SELECT state FROM t WHERE id > 100 ORDER BY id"), ["both", "after"]);
    }
}

#[test]
fn abort_leaves_no_trace() {
    for small_table in ["0", "DEFAULT"] {
        let db = Db::fresh();
        let mut session = table(&db, small_table);
        let before = dump(&db, "public");
        done(&mut session, "safe_rename_column('t', 'state', 'status', compatibility_view => 't_old')");
        session.exec("INSERT INTO t (id, status) VALUES (101, 'kept')");
        done(&mut session, "abort('t', 'status')");
        assert_eq!(dump(&db, "public"), before);
        assert_eq!(session.query_text(STATES), ["aborted"]);
        assert_eq!(session.one("SELECT state FROM t WHERE id = 101"), "kept");
        let again = "SELECT status, translate(detail, chr(10), ' ') FROM migrate.abort('t', 'status')";
        assert_eq!(session.one(again), "already done|change 1 is aborted");
        // And it can begin anew.
        done(&mut session, RENAME);
        assert_eq!(session.query_text(STATES), ["aborted", "ready"]);
    }
}

#[test]
fn a_second_call_has_nothing_to_do() {
    for small_table in ["0", "DEFAULT"] {
        let db = Db::fresh();
        let mut session = table(&db, small_table);
        let dry =
            "SELECT status, sql FROM migrate.safe_rename_column('t', 'state', 'status', dry_run => true)";
        let before = dump(&db, "public");
        assert!(session.query_text(dry).iter().all(|row| row.starts_with("planned|")));
        assert_eq!(dump(&db, "public"), before);
        done(&mut session, RENAME);
        let statuses = format!("SELECT DISTINCT status FROM migrate.{RENAME}");
        assert_eq!(session.query_text(&statuses), ["already done"]);
        done(&mut session, "complete('t', 'state')");
        assert_eq!(session.query_text(&statuses), ["already done"]);
    }
}

#[test]
fn odd_names_partitions_and_keys() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        r#"CREATE SCHEMA "Shop";
           CREATE TABLE "Shop".customers ("Id" serial PRIMARY KEY, code int UNIQUE);
           INSERT INTO "Shop".customers SELECT n, n FROM generate_series(1, 30) n;
           SELECT setval('"Shop"."customers_Id_seq"', 100);
           CREATE TABLE "Shop"."Order" (id bigint GENERATED ALWAYS AS IDENTITY, day int, "Who's" int REFERENCES "Shop".customers ON UPDATE CASCADE,
               twice int GENERATED ALWAYS AS ("Who's" * 2) STORED) PARTITION BY RANGE (day);
           CREATE TABLE "Shop"."O 1" PARTITION OF "Shop"."Order" FOR VALUES FROM (0) TO (10);
           CREATE TABLE "Shop"."O 2" PARTITION OF "Shop"."Order" FOR VALUES FROM (10) TO (20);
           CREATE INDEX ON "Shop"."Order" ("Who's");
           INSERT INTO "Shop"."Order" (day, "Who's") SELECT n % 20, 1 + n % 30 FROM generate_series(1, 100) n;
           SET migrate.small_table = 0"#,
    );
    let before = dump(&db, "\"Shop\"");
    let table = r#"'"Shop"."Order"'"#;
    done(&mut session, &format!(r#"safe_rename_column({table}, 'Who''s', 'custo"mer')"#));
    done(&mut session, r#"safe_rename_column('"Shop".customers', 'Id', 'number')"#);
    done(&mut session, &format!("safe_rename_column({table}, 'id', 'number')"));
    session.exec(
        r#"INSERT INTO "Shop"."Order" (day, "custo""mer") VALUES (5, 7);
           UPDATE "Shop"."Order" SET day = 15, "custo""mer" = 8 WHERE day = 5;
           UPDATE "Shop".customers SET number = 1000 WHERE "Id" = 8;
           INSERT INTO "Shop".customers (code) VALUES (1000)"#,
    );
    let wrong = r#"SELECT count(*) FROM "Shop"."Order" WHERE "Who's" IS DISTINCT FROM "custo""mer" OR twice IS DISTINCT FROM 2 * "custo""mer" OR id <> number"#;
    assert_eq!(session.one(wrong), "0");
    assert_eq!(
        session.one(r#"SELECT count(*) FROM "Shop"."Order" WHERE "custo""mer" = 1000 AND day = 15"#),
        "6"
    );
    assert_eq!(session.one(r#"SELECT "Id", number FROM "Shop".customers WHERE code = 1000"#), "101|101");
    done(&mut session, &format!(r#"complete({table}, 'custo"mer')"#));
    done(&mut session, r#"complete('"Shop".customers', 'Id')"#);
    done(&mut session, &format!("complete({table}, 'id')"));
    session.exec(r#"INSERT INTO "Shop"."Order" (day, "custo""mer") VALUES (5, 7)"#);
    let error = session.expect_error(r#"INSERT INTO "Shop"."Order" (day, "custo""mer") VALUES (5, 4711)"#);
    assert_eq!(error.sqlstate, "23503");
    for change in session.query_text("SELECT id FROM migrate.changes ORDER BY id DESC") {
        done(&mut session, &format!("undo({change})"));
    }
    assert_eq!(dump(&db, "\"Shop\""), before);
}

#[test]
fn columns_that_cannot_have_two_names() {
    let db = Db::fresh();
    let mut session = table(&db, "0");
    session.exec(
        "CREATE TABLE g (a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b int) PARTITION BY RANGE (a);
         CREATE TABLE p (a int, b int); CREATE TABLE c () INHERITS (p)",
    );
    for (call, what) in [
        ("'g', 'twice', 'x'", "a generated column"),
        ("'g', 'a', 'x'", "part of the partition key"),
        ("'c', 'a', 'x'", "inherited"),
        ("'p', 'a', 'x'", "a column of a table that others inherit from"),
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.safe_rename_column({call})"));
        assert_eq!(error.sqlstate, "42P16", "{error:?}");
        assert!(error.message.contains(what), "{error:?}");
    }
    for (call, sqlstate) in [
        ("'t', 'state', 'state'", "22023"),
        ("'t', 'state', 'note'", "42701"),
        ("'t', 'nothing', 'note'", "42703"),
        ("'t', 'state', repeat('x', 64)", "42622"),
        ("'v', 'state', 'status'", "42809"),
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.safe_rename_column({call})"));
        assert_eq!(error.sqlstate, sqlstate, "{error:?}");
    }
}

#[test]
fn two_changes_of_one_column() {
    let db = Db::fresh();
    let mut session = table(&db, "DEFAULT");
    done(&mut session, RENAME);
    let id = session.one("SELECT id FROM migrate.changes");
    for call in ["'t', 'state', 'other'", "'t', 'status', 'other'", "'t', 'note', 'state'"] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.safe_rename_column({call})"));
        assert!(format!("{error:?}").contains("rename of t.state"), "{call}: {error:?}");
        assert!(error.hint.contains(&format!("migrate.complete({id})")), "{call}: {error:?}");
    }
    done(&mut session, "safe_rename_column('t', 'note', 'remark')");
    session.exec("UPDATE t SET status = 'x', remark = 'y' WHERE id = 1");
    assert_eq!(session.one("SELECT state, status, note, remark FROM t WHERE id = 1"), "x|x|y|y");
}

/// Called again while the first call's job stands in line or runs, it is the same change.
#[test]
fn calls_that_wait_together_are_one_change() {
    let db = Db::fresh();
    let mut session = table(&db, "0");
    let blocker = block_index_builds(&db);
    for _ in 0..3 {
        assert!(
            session
                .query_text(&format!("SELECT status FROM migrate.{RENAME}"))
                .contains(&"queued".to_string())
        );
    }
    drop(blocker);
    db.wait_for("SELECT count(*) FROM migrate.jobs WHERE status <> 'done'", &["0"]);
    assert_eq!(session.query_text(STATES), ["ready"]);
    // Those that found everything done have nothing to take back.
    let last = session.one("SELECT max(id) FROM migrate.operations");
    assert_eq!(operate(&mut session, &format!("undo({last})")), Ok(Vec::new()));
    assert_eq!(session.query_text(STATES), ["ready"]);
    done(&mut session, "complete('t', 'state')");
    assert_eq!(session.query_text(STATES), ["grace"]);
}

/// A trigger of the table's own changes what is written, under either name.
#[test]
fn triggers_of_the_tables_own() {
    let db = Db::fresh();
    let mut session = table(&db, "0");
    session.exec(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.state := lower(NEW.state); RETURN NEW; END$$;
         CREATE TRIGGER zz BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
    );
    let details = format!(
        "SELECT translate(string_agg(detail, '; '), chr(10), ' ') FROM migrate.{}",
        RENAME.replace("'status'", "'status', dry_run => true")
    );
    assert!(session.one(&details).contains("functions that say state: public.f()"));
    done(&mut session, RENAME);
    session.exec("INSERT INTO t (id, state) VALUES (101, 'ABC'); UPDATE t SET state = 'DEF' WHERE id = 1");
    assert_eq!(
        session.query_text("SELECT state, status FROM t WHERE id IN (1, 101)"),
        ["abc|abc", "def|def"]
    );
    session.exec("UPDATE t SET status = 'Ghi' WHERE id = 1");
    assert_eq!(session.one(WRONG), "0");
}

#[test]
fn the_compatibility_view_outlives_the_old_name() {
    let db = Db::fresh();
    let role = db.role("LOGIN");
    let mut session = table(&db, "0");
    session.exec(&format!("GRANT SELECT, INSERT, UPDATE ON t TO {role}"));
    done(&mut session, "safe_rename_column('t', 'state', 'status', compatibility_view => 't_before')");
    let mut application = db.session_as(&role);
    for id in [301, 302] {
        application.exec(&format!("INSERT INTO t_before (id, state) VALUES ({id}, 'x'); UPDATE t_before SET state = 'y' WHERE id = {id}"));
        assert_eq!(session.one(&format!("SELECT status FROM t WHERE id = {id}")), "y");
        done(&mut session, "complete('t', 'state')");
    }
}

#[test]
fn a_killed_worker_is_gone_on_after() {
    let cluster = Cluster::start(&[]);
    let db = Db::on(&cluster);
    let mut session = table(&db, "0");
    // The backfill comes to a row at which the worker has to wait.
    session.exec(
        "CREATE FUNCTION gate() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN PERFORM pg_advisory_xact_lock(7); RETURN NEW; END$$;
         CREATE TRIGGER gate BEFORE UPDATE ON t FOR EACH ROW WHEN (OLD.id = 20) EXECUTE FUNCTION gate()",
    );
    let mut blocker = db.session();
    blocker.exec("SELECT pg_advisory_lock(7)");
    session.exec(&format!("SELECT FROM migrate.{RENAME}"));
    let pid = wait_for_blocked_worker(&db);
    assert_eq!(session.query_text(STATES), ["backfilling"]);
    let error = session.expect_error("SELECT * FROM migrate.complete('t', 'state')");
    assert_eq!(
        (error.sqlstate.as_str(), error.message.as_str()),
        ("55000", "rename of t.state is not ready")
    );
    cluster.kill_process(&pid);
    drop(blocker);
    cluster.recover();
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0; INSERT INTO t (id, status) VALUES (101, 'between')");
    done(&mut session, RENAME);
    assert_eq!(session.query_text(STATES), ["ready"]);
    assert_eq!(session.one(WRONG), "0");
    done(&mut session, "complete('t', 'state')");
    assert_eq!(session.one("SELECT status FROM t WHERE id = 101"), "between");
}
