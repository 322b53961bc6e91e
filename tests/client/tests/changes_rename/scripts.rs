//! The guide's rename: Migration A, the new application, Migration B; with and without down scripts.

use migrate_client_tests::Db;

use super::{STATES, table};
use crate::common::{STATUS, create, dump};

const A: &str = "SELECT migrate.safe_rename_column('t', 'state', 'status');";
const B: &str = "SELECT migrate.complete('t', 'state');";

#[test]
fn two_migrations_and_back() {
    for with_down in [true, false] {
        for small_table in ["0", "DEFAULT"] {
            let db = Db::fresh();
            let mut session = table(&db, small_table);
            let before = dump(&db, "public");
            for (version, up) in [(1, A), (2, B)] {
                if with_down {
                    create(&mut session, version, up, "SELECT migrate.undo()");
                } else {
                    let sql = format!("SELECT migrate.create('m{version}', $1, version => {version})");
                    session.query_with(&sql, &[up]).expect("create");
                }
            }
            session.one("CALL migrate.up(target => 1)");
            assert_eq!(session.query_text(STATES), ["ready"]);
            for _ in 0..2 {
                session.one("CALL migrate.up()");
                assert_eq!(session.query_text(STATES), ["grace"]);
                session.one("SELECT count(status) FROM t");
                session.one("CALL migrate.down()");
                assert_eq!(session.query_text(STATUS), ["1|applied", "2|pending"]);
                // Both names are there, as before that migration.
                assert_eq!(session.query_text(STATES), ["ready"]);
                session.exec(
                    "INSERT INTO t (id, state) VALUES (901, 'by the old name'); INSERT INTO t (id, status) VALUES (902, 'by the new')",
                );
                assert_eq!(session.one("SELECT count(*) FROM t WHERE state IS DISTINCT FROM status"), "0");
                session.exec("DELETE FROM t WHERE id > 900");
            }
            session.one("CALL migrate.down()");
            assert_eq!(dump(&db, "public"), before, "small_table {small_table}, down {with_down}");
            // All of it again, in one go.
            session.one("CALL migrate.up()");
            session.one("CALL migrate.down(steps => 2)");
            assert_eq!(dump(&db, "public"), before);
        }
    }
}
