//! Indexes of a table that Citus manages: valid is what is valid on each of its placements.

use migrate_client_tests::{Db, Session};

use super::refused::before_18;
use super::stand_ins::{cluster, shards, with_indexes};
use crate::common::{done, operate};

/// `d` with two shards, whose indexes follow.
fn sharded(db: &Db) -> Session {
    let mut session = cluster(db);
    shards(&mut session, 10);
    with_indexes(&mut session);
    session
}

/// The indexes of the shards that have this one's name in theirs, with their validity.
fn there(session: &mut Session, name: &str) -> Vec<String> {
    session.query_text(&format!(
        "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'node' AND c.relname LIKE '{name}%' ORDER BY 1"
    ))
}

/// As a build leaves it that has failed on one node.
fn break_on_one(session: &mut Session, index: &str) {
    session
        .exec(&format!("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'node.{index}'::regclass"));
}

#[test]
fn an_index_is_made_dropped_and_replaced() {
    let Some(db) = before_18() else { return };
    for small in ["DEFAULT", "0"] {
        let db = Db::beside_on(db.server());
        let mut session = sharded(&db);
        session.exec(&format!("SET migrate.small_table = {small}"));
        done(&mut session, "safe_create_index('d', ARRAY['v'])");
        assert_eq!(there(&mut session, "d_v_idx"), ["d_v_idx_1|t", "d_v_idx_2|t"]);
        assert_eq!(done(&mut session, "safe_create_index('d', ARRAY['v'])"), ["already done"]);
        done(
            &mut session,
            "safe_create_index('d', ARRAY['n', 'id DESC'], is_unique => true, index_name => 'd_u')",
        );
        done(&mut session, "safe_replace_index('d_v_idx', ARRAY['v', 'n'])");
        assert_eq!(there(&mut session, "d_v_idx"), ["d_v_idx_1|t", "d_v_idx_2|t"]);
        assert!(session.one("SELECT pg_get_indexdef('node.d_v_idx_2'::regclass)").ends_with("(v, n)"));
        let drop = "SELECT sql FROM migrate.safe_drop_index('d_v_idx', dry_run => true)";
        assert_eq!(session.one(drop), "DROP INDEX CONCURRENTLY IF EXISTS public.d_v_idx;");
        done(&mut session, "safe_drop_index('d_v_idx')");
        assert_eq!(there(&mut session, "d_v_idx"), [""; 0]);
        let last = session.one("SELECT max(id) FROM migrate.operations");
        done(&mut session, &format!("undo({last})"));
        assert_eq!(there(&mut session, "d_v_idx"), ["d_v_idx_1|t", "d_v_idx_2|t"]);
        done(&mut session, "safe_add_unique('d', ARRAY['id', 'n'])");
        assert_eq!(there(&mut session, "d_id_n_key"), ["d_id_n_key_1|t", "d_id_n_key_2|t"]);
        let last = session.one("SELECT max(id) FROM migrate.operations");
        done(&mut session, &format!("undo({last})"));
        assert_eq!(there(&mut session, "d_id_n_key"), [""; 0]);
        // With the index that it is asked for.
        session.exec("DROP INDEX d_n, d_u");
        done(&mut session, "safe_add_foreign_key('d', ARRAY['n'], 'ref', create_index => true)");
        assert_eq!(there(&mut session, "d_n_idx"), ["d_n_idx_1|t", "d_n_idx_2|t"]);
    }
}

/// What the coordinator's catalog says of it is not enough.
#[test]
fn what_is_valid_here_and_broken_there_is_built_again() {
    let Some(db) = before_18() else { return };
    for (breaks, call) in [
        (
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'node.d_u_2'::regclass",
            "safe_create_index('d', ARRAY['id', 'v'], is_unique => true, index_name => 'd_u')",
        ),
        (
            "DROP INDEX node.d_u_1",
            "safe_create_index('d', ARRAY['id', 'v'], is_unique => true, index_name => 'd_u')",
        ),
        (
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'node.d_u_2'::regclass",
            "repair_indexes()",
        ),
        (
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'node.d_u_2'::regclass",
            "repair_indexes(table_name => 'd')",
        ),
        (
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'node.d_u_1'::regclass",
            "safe_add_unique('d', ARRAY['id', 'v'], constraint_name => 'd_u')",
        ),
    ] {
        let db = Db::beside_on(db.server());
        let mut session = sharded(&db);
        done(
            &mut session,
            "safe_create_index('d', ARRAY['id', 'v'], is_unique => true, index_name => 'd_u')",
        );
        let before = session.one("SELECT 'd_u'::regclass::oid");
        session.exec(breaks);
        let planned = session.query_text(&format!(
            "SELECT translate(sql, chr(10), ' ') FROM migrate.{}dry_run => true)",
            call.replace("()", "(").trim_end_matches(')').to_string()
                + if call.ends_with("()") { "" } else { ", " }
        ));
        assert!(
            planned[0].starts_with("CREATE UNIQUE INDEX CONCURRENTLY d_u ON public.d"),
            "{call}: {planned:?}"
        );
        done(&mut session, call);
        assert_eq!(there(&mut session, "d_u"), ["d_u_1|t", "d_u_2|t"], "{call}");
        assert_ne!(session.one("SELECT 'd_u'::regclass::oid"), before, "{call}");
        assert_eq!(done(&mut session, "repair_indexes()"), [""; 0], "{call}");
    }
}

#[test]
fn what_cannot_be_built_again_is_left_alone() {
    let Some(db) = before_18() else { return };
    let mut session = sharded(&db);
    let repaired = "SELECT status, translate(detail, chr(10), ' ') FROM migrate.repair_indexes(table_name => 'd', dry_run => true)";
    break_on_one(&mut session, "d_pkey_1");
    assert_eq!(
        session.query_text(repaired),
        ["left alone|it belongs to constraint d_pkey, on nodes of Citus"]
    );
    session.exec("UPDATE pg_index SET indisvalid = true; ALTER INDEX d_n RENAME TO d_ccnew");
    break_on_one(&mut session, "d_ccnew_2");
    assert_eq!(
        session.query_text(repaired),
        ["left alone|left by a REINDEX CONCURRENTLY, which has others on the nodes of Citus"]
    );
}

#[test]
fn nothing_is_done_with_indexes_while_a_node_does_not_answer() {
    let Some(db) = before_18() else { return };
    let mut session = sharded(&db);
    session.exec("UPDATE node.placement SET shard = 'node.away' WHERE shardid = 2");
    for call in [
        "safe_create_index('d', ARRAY['v']",
        "safe_drop_index('d_n'",
        "safe_replace_index('d_n', ARRAY['v']",
        "safe_reindex('d_n'",
        "safe_reindex('d'",
        "safe_add_unique('d', ARRAY['id', 'v']",
        "repair_indexes(table_name => 'd'",
    ] {
        let error = session.expect_error(&format!("SELECT * FROM migrate.{call})"));
        assert_eq!(error.sqlstate, "55000", "{call}: {error:?}");
        assert!(error.message.starts_with("the placements of table \"d\" do not all say"), "{error:?}");
    }
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
    done(&mut session, "safe_set_default('d', 'n', '1')");
}

/// A name that leaves no room for a shard's number is cut, and has its hash.
#[test]
fn a_long_name_is_found_again() {
    let Some(db) = before_18() else { return };
    let mut session = sharded(&db);
    for length in [60, 61, 62, 63] {
        let name = format!("d{}", "x".repeat(length - 1));
        let call = format!("safe_create_index('d', ARRAY['v'], index_name => '{name}')");
        done(&mut session, &call);
        assert_eq!(there(&mut session, &name[..40]).len(), 2, "{length}");
        assert_eq!(done(&mut session, &call), ["already done"], "{length}");
        done(&mut session, &format!("safe_drop_index('{name}')"));
    }
}

/// Of a build that fails on a node nothing is left.
#[test]
fn a_build_that_fails_leaves_nothing() {
    let Some(db) = before_18() else { return };
    let mut session = sharded(&db);
    session.exec("SET migrate.small_table = 0; INSERT INTO node.d_2 VALUES (20, 1, 'x'); ALTER TABLE node.d_2 DROP CONSTRAINT d_pkey_2; INSERT INTO node.d_2 VALUES (20, 1, 'x')");
    let error = operate(
        &mut session,
        "safe_create_index('d', ARRAY['id', 'v'], is_unique => true, index_name => 'd_u')",
    )
    .expect_err("a duplicate");
    assert!(format!("{error:?}").contains("23505"), "{error:?}");
    assert_eq!(session.one("SELECT count(*) FROM pg_class WHERE relname LIKE 'd_u%'"), "0");
}

/// `d_n` as if it had been made while the shards were there.
const AS_MADE: &str = "DROP INDEX d_n, node.d_n_1, node.d_n_2; CREATE INDEX d_n ON d (n)";

/// What REINDEX leaves on the shards when it is broken off nobody sees: another one is built, and takes the name over.
#[test]
fn an_index_is_built_anew() {
    let Some(db) = before_18() else { return };
    for small in ["DEFAULT", "0"] {
        let db = Db::beside_on(db.server());
        let mut session = sharded(&db);
        session
            .exec(&format!("{AS_MADE}; SET migrate.small_table = {small}; COMMENT ON INDEX d_n IS 'kept'"));
        done(&mut session, "safe_create_index('d', ARRAY['v'], predicate => 'n > 0', index_name => 'd_v')");
        let oids = "SELECT array_agg(c.oid ORDER BY c.oid) FROM pg_class c WHERE c.relkind = 'i' AND c.relname ~ '^d_[nv]'";
        let (before, first) = (session.one(oids), session.one("SELECT 'd_v'::regclass::oid"));
        let planned = session.query_text("SELECT sql FROM migrate.safe_reindex('d_n', dry_run => true)");
        assert_eq!(
            planned,
            [
                "CREATE INDEX CONCURRENTLY d_n_new ON public.d USING btree (n);",
                "ALTER INDEX public.d_n RENAME TO d_n_old;",
                "ALTER INDEX public.d_n_new RENAME TO d_n;",
                "COMMENT ON INDEX public.d_n_old IS 'replaced by migrate.safe_replace_index, to be dropped';",
                "COMMENT ON INDEX public.d_n IS 'kept';",
                "DROP INDEX CONCURRENTLY IF EXISTS public.d_n_old;"
            ]
        );
        assert_eq!(session.one(oids), before);
        done(&mut session, "safe_reindex('d_n')");
        assert_eq!(there(&mut session, "d_n"), ["d_n_1|t", "d_n_2|t"]);
        assert_eq!(session.one("SELECT obj_description('d_n'::regclass)"), "kept");
        assert_eq!(session.one("SELECT 'd_v'::regclass::oid"), first, "the other one is as it was");
        // All of a table, but for what belongs to constraints.
        let statuses = done(&mut session, "safe_reindex('d')");
        assert_eq!(statuses.iter().filter(|status| *status == "left alone").count(), 1, "{statuses:?}");
        assert_ne!(session.one("SELECT 'd_v'::regclass::oid"), first);
        assert_eq!(there(&mut session, "d_v"), ["d_v_1|t", "d_v_2|t"]);
        let shared = format!("SELECT ({oids}) && '{before}'::oid[]");
        assert_eq!(session.one(&shared), "f", "each of them is another one, on each node");
    }
}

/// What was broken off is gone on with: one that was begun, and one that has the name already.
#[test]
fn an_index_that_was_begun_anew_takes_the_name_over() {
    let Some(db) = before_18() else { return };
    let mut session = sharded(&db);
    session.exec(&format!("{AS_MADE}; CREATE INDEX d_n_new ON d (n)"));
    let begun = session.one("SELECT 'd_n_new'::regclass::oid");
    assert_eq!(done(&mut session, "safe_reindex('d')").first().map(String::as_str), Some("left alone"));
    assert_eq!(session.one("SELECT 'd_n'::regclass::oid"), begun);
    session.exec(
        "CREATE INDEX d_n_old ON d (n);
         COMMENT ON INDEX d_n_old IS 'replaced by migrate.safe_replace_index, to be dropped'",
    );
    done(&mut session, "safe_reindex('d_n')");
    assert_eq!(session.one("SELECT 'd_n'::regclass::oid"), begun, "it is new already");
    assert_eq!(session.one("SELECT to_regclass('d_n_old') IS NULL"), "t");
}
