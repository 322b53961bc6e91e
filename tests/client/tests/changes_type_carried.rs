//! `safe_change_column_type`: what names the column in other places goes over with it, and comes back: identity, policies,
//! triggers, statistics, publications; and all of it on a partitioned table.
//!
//! Not here: what hangs on an ordinary key, and what is refused (changes_type.rs).

use migrate_client_tests::{Db, Session};

use crate::common::{operate, schema};

const TO_BIGINT: &str = "safe_change_column_type('t', 'id', 'bigint')";
const STATE: &str = "SELECT state FROM migrate.changes ORDER BY id DESC LIMIT 1";

fn run(session: &mut Session, call: &str, state: &str) {
    operate(session, call).unwrap_or_else(|error| panic!("{call}: {error:?}"));
    assert_eq!(session.one(STATE), state, "{call}");
}

/// There, back again, and given up; what the schema is in between, and what is published.
fn there_and_back(db: &Db, session: &mut Session, then: &str) -> (String, Vec<String>) {
    const PUBLISHED: &str = "SELECT pubname, attnames, rowfilter FROM pg_publication_tables ORDER BY 1";
    let (before, published) = (schema(db), session.query_text(PUBLISHED));
    run(session, TO_BIGINT, "ready");
    session.exec(then);
    run(session, "complete('t', 'id')", "grace");
    let there = (schema(db), session.query_text(PUBLISHED));
    session.exec(then);
    run(session, "undo((SELECT max(id) FROM migrate.changes))", "ready");
    session.exec(then);
    run(session, "abort('t', 'id')", "aborted");
    assert_eq!(schema(db), before);
    assert_eq!(session.query_text(PUBLISHED), published);
    there
}

/// The schema with another type of the column, and without the other one, each column for itself.
fn lines(schema: &str, is_left_out: fn(&str) -> bool) -> Vec<String> {
    let mut lines: Vec<String> = schema
        .lines()
        .filter(|line| !is_left_out(line))
        // The order of columns is another.
        .map(|line| line.trim().trim_end_matches(',').replace("ON n, id", "ON id, n"))
        .collect();
    lines.sort();
    lines
}

#[test]
fn what_names_the_column_elsewhere() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 2 CACHE 3) PRIMARY KEY, n int, body text);
         CREATE POLICY p ON t AS RESTRICTIVE FOR UPDATE USING (id > 0) WITH CHECK (id < 1000000000);
         COMMENT ON POLICY p ON t IS 'a policy'; CREATE POLICY q ON t FOR SELECT USING (id IN (SELECT n FROM t));
         CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TRIGGER of_id AFTER UPDATE OF id ON t FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION f();
         COMMENT ON TRIGGER of_id ON t IS 'a trigger'; ALTER TABLE t ENABLE REPLICA TRIGGER of_id;
         CREATE STATISTICS st (ndistinct, mcv) ON id, n FROM t; ALTER STATISTICS st SET STATISTICS 50;
         COMMENT ON STATISTICS st IS 'statistics'; SET client_min_messages = warning;
         CREATE PUBLICATION pub FOR TABLE t (id, n) WHERE (id > 5); CREATE PUBLICATION pub_all FOR TABLE t;
         COMMENT ON SEQUENCE t_id_seq IS 'a sequence'; GRANT USAGE ON SEQUENCE t_id_seq TO PUBLIC;
         INSERT INTO t (n) SELECT i FROM generate_series(1, 1000) i; SET migrate.small_table = 0",
    );
    let before = schema(&db);
    const INSERT: &str = "INSERT INTO t (n) VALUES (-1)";
    let (there, published) = there_and_back(&db, &mut session, INSERT);
    // What the server itself makes of it, as far as it can.
    let column =
        |line: &str| line.contains("id_old_type") || line.contains("~id_sync") || line.contains("TRIGGER");
    let expected =
        before.replace("id integer NOT NULL", "id bigint NOT NULL").replace("    AS integer\n", "");
    let own = |lines: Vec<String>| -> Vec<String> {
        let ours = [
            "FUNCTION public.t_id",
            "LANGUAGE",
            "AS $",
            "BEGIN",
            "IF ",
            "END",
            "NEW.",
            "RETURN",
            "EXC",
            "RAISE;",
            "WHEN OTHERS",
            "#var",
            "$$;",
        ];
        lines
            .into_iter()
            .filter(|line| {
                !ours.iter().any(|word| line.starts_with(word) || line.contains("FUNCTION public.t_id"))
            })
            .collect()
    };
    assert_eq!(own(lines(&there, column)), own(lines(&expected, column)));
    assert!(
        there.contains("TRIGGER of_id AFTER UPDATE OF id ON public.t FOR EACH ROW WHEN ((old.id <> new.id))"),
        "{there}"
    );
    assert!(there.contains("ENABLE REPLICA TRIGGER of_id"), "{there}");
    assert_eq!(published, ["pub|{n,id}|(id > 5)", "pub_all|{id_old_type,n,body,id}|"]);
    // It counts on from where it stood, each time.
    assert_eq!(
        session.query_text("SELECT count(*), count(DISTINCT id), min(id) FROM t WHERE n = -1"),
        ["3|3|2010"]
    );
    assert_eq!(session.one("SELECT data_type FROM pg_sequences WHERE schemaname = 'public'"), "integer");
    // Where the table is small, in one statement.
    session.exec("SET migrate.small_table = 100000");
    assert!(operate(&mut session, TO_BIGINT).expect("small").iter().all(|status| status == "done"));
    assert_eq!(session.one("SELECT data_type FROM pg_sequences WHERE schemaname = 'public'"), "bigint");
    let small = schema(&db);
    assert_eq!(own(lines(&small, column)), own(lines(&expected, column)));
}

#[test]
fn a_partitioned_table() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id serial, part int NOT NULL, n int DEFAULT 0, PRIMARY KEY (id, part), CHECK (id > 0),
                         CONSTRAINT wide UNIQUE (part, id) INCLUDE (n)) PARTITION BY LIST (part);
         CREATE TABLE t0 PARTITION OF t FOR VALUES IN (0);
         CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1, 2) PARTITION BY LIST (part);
         CREATE TABLE t11 PARTITION OF t1 FOR VALUES IN (1); CREATE TABLE t12 PARTITION OF t1 DEFAULT;
         CREATE TABLE t3 PARTITION OF t DEFAULT;
         CREATE INDEX t_id ON t (id) WHERE n > 3;
         COMMENT ON COLUMN t.id IS 'root'; COMMENT ON COLUMN t0.id IS 'part'; COMMENT ON INDEX t11_id_idx IS 'an index';
         COMMENT ON CONSTRAINT wide ON t IS 'a key';
         GRANT SELECT (id) ON t11 TO PUBLIC; ALTER TABLE ONLY t0 ALTER id SET STATISTICS 33;
         ALTER TABLE t12 REPLICA IDENTITY USING INDEX t12_pkey; ALTER TABLE t0 CLUSTER ON t0_pkey;
         CREATE TABLE child (t_id int, t_part int, FOREIGN KEY (t_id, t_part) REFERENCES t);
         CREATE VIEW seen AS SELECT id FROM t; CREATE STATISTICS st (mcv) ON id, n FROM t11;
         CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TRIGGER of_id AFTER UPDATE OF id ON t FOR EACH ROW EXECUTE FUNCTION f();
         INSERT INTO t (part, n) SELECT i % 5, i FROM generate_series(1, 5000) i; INSERT INTO child SELECT id, part FROM t;
         SET migrate.small_table = 0; SET migrate.backfill_target = 5",
    );
    const INSERT: &str = "
        INSERT INTO t (part) VALUES (0), (1), (2), (3); UPDATE t SET part = (part + 1) % 5 WHERE n = 0 AND part <> 4;
        UPDATE t SET id = -id WHERE false;
        DO $$BEGIN IF EXISTS (SELECT FROM t WHERE coalesce(to_jsonb(t)->>'id_new_type', to_jsonb(t)->>'id_old_type', id::text)
                                                 <> id::text) THEN RAISE 'two values'; END IF; END$$";
    let (there, _) = there_and_back(&db, &mut session, INSERT);
    for line in [
        "ALTER TABLE ONLY public.t12 REPLICA IDENTITY USING INDEX t12_pkey;",
        "ALTER TABLE public.t0 CLUSTER ON t0_pkey;",
        "COMMENT ON INDEX public.t11_id_idx IS 'an index';",
        "COMMENT ON COLUMN public.t0.id IS 'part';",
        "GRANT SELECT(id) ON TABLE public.t11 TO PUBLIC;",
        "ALTER INDEX public.t1_pkey ATTACH PARTITION public.t12_pkey;",
    ] {
        assert!(there.contains(line), "{line} is not in\n{there}");
    }
    assert_eq!(session.one("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "0");
    assert_eq!(
        session.one("SELECT count(*) FROM pg_constraint WHERE NOT convalidated AND conparentid = 0"),
        "0"
    );
}

#[test]
fn a_partition_that_comes_meanwhile() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int, part int, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
         CREATE TABLE t0 PARTITION OF t FOR VALUES IN (0); INSERT INTO t SELECT i, 0 FROM generate_series(1, 1000) i;
         SET migrate.small_table = 0",
    );
    run(&mut session, TO_BIGINT, "ready");
    session.exec("CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1); INSERT INTO t VALUES (1, 1)");
    run(&mut session, "complete('t', 'id')", "grace");
    assert_eq!(session.one("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "0");
    session.exec("INSERT INTO t (id, part) VALUES (3000000000, 1)");
    assert_eq!(session.expect_error("INSERT INTO t (id, part) VALUES (3000000000, 1)").sqlstate, "23505");
}

#[test]
fn what_only_a_partition_has_is_named() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        "CREATE TABLE t (id int DEFAULT 1, part int) PARTITION BY LIST (part); CREATE TABLE t0 PARTITION OF t FOR VALUES IN (0);
         ALTER TABLE t0 ALTER id SET DEFAULT 2, ADD CHECK (id > 0); CREATE INDEX own ON t0 (id); CREATE VIEW v AS SELECT id FROM t0;
         INSERT INTO t (part) VALUES (0); SET migrate.small_table = 0",
    );
    let error = session.expect_error("SELECT migrate.safe_change_column_type('t', 'id', 'bigint')");
    assert_eq!(error.sqlstate, "0A000");
    for word in [
        "index own, which only partition t0 has",
        "constraint t0_id_check, which only partition t0 has",
        "view v, which only partition t0 has",
        "the default of partition t0",
    ] {
        assert!(error.detail.contains(word), "{word}: {error:?}");
    }
}
