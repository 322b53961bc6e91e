//! `migrate.complete_due()`: each change whose grace period is over is completed by itself.

use migrate_client_tests::{Db, Session};

use crate::common::{operator, tables};

const STATES: &str = "SELECT id, state FROM migrate.changes ORDER BY id";
/// The same without the numbers, which the calls that end a change count on, too.
const STATES_ALONE: &str = "SELECT state FROM migrate.changes ORDER BY id";
const OVER: &str = "UPDATE migrate.change_records SET grace_until = now() - interval '1 s', completed_at = now() - interval '8 d'
                    WHERE state = 'grace'";
const DUE: &str = "SELECT change, what, status, job FROM migrate.complete_due()";

/// Three dropped columns of three tables.
fn dropped(session: &mut Session) {
    tables(session);
    for table in ["a", "b", "c"] {
        session.exec(&format!(
            "CREATE TABLE {table} (id int, old int); INSERT INTO {table} VALUES (1, 2);
             SELECT FROM migrate.safe_drop_column('{table}', 'old')"
        ));
    }
}

#[test]
fn each_by_itself() {
    let db = Db::fresh();
    let mut session = db.session();
    dropped(&mut session);
    session.exec(&format!("{OVER} AND id < 3"));
    assert_eq!(
        session.query_text(
            "SELECT change, what, status, detail, job FROM migrate.complete_due(dry_run => true)"
        )[..2],
        [
            "1|drop of a.old|planned|its grace period is over|".to_string(),
            "2|drop of b.old|planned|its grace period is over|".to_string()
        ]
    );
    assert_eq!(session.query_text(STATES), ["1|grace", "2|grace", "3|grace"]);
    assert_eq!(
        session.query_text(DUE),
        ["1|drop of a.old|queued|1", "2|drop of b.old|queued|2", "3|drop of c.old|grace|"]
    );
    db.wait_for(STATES, &["1|done", "2|done", "3|grace"]);
    assert_eq!(session.query_text(DUE), ["3|drop of c.old|grace|"]);
    let told = session.one("SELECT detail FROM migrate.complete_due()");
    assert!(told.starts_with("migrate.restore(3) takes it back, until 20"), "{told}");
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "2");
    let columns = "SELECT count(*) FROM pg_attribute WHERE attname LIKE '~dropped%' AND NOT attisdropped";
    assert_eq!(session.one(columns), "1");
}

/// One that is still written to is refused, as `complete` refuses it, and one that fails in its job stops no other.
#[test]
fn one_that_cannot_stops_no_other() {
    let db = Db::fresh();
    let mut session = db.session();
    dropped(&mut session);
    session.exec(OVER);
    session.exec(r#"UPDATE b SET "~dropped_old" = 5"#);
    let rows = session.query_text(DUE);
    assert_eq!(rows, ["1|drop of a.old|queued|1", "2|drop of b.old|refused|", "3|drop of c.old|queued|2"]);
    db.wait_for(STATES, &["1|done", "2|grace", "3|done"]);
    // As the call says it, in lines that fit.
    let refused = session.expect_error("SELECT * FROM migrate.complete(2)");
    let told = session.one("SELECT detail FROM migrate.complete_due()");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = format!("{} {} {}", refused.message, refused.detail, refused.hint);
    assert_eq!(words(&told), words(&said));
    assert!(told.lines().all(|line| line.chars().count() <= 60), "{told}");
    session.exec("SELECT FROM migrate.complete(2, force => true)");
    db.wait_for(STATES, &["1|done", "2|done", "3|done"]);
}

#[test]
fn rolled_back_it_has_done_nothing() {
    let db = Db::fresh();
    let mut session = db.session();
    dropped(&mut session);
    session.exec(OVER);
    session.exec(&format!("BEGIN; {DUE}; ROLLBACK"));
    db.wait_for("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'migrate_ext job' AND datname = current_database()", &["0"]);
    assert_eq!(session.query_text(STATES), ["1|grace", "2|grace", "3|grace"]);
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "0");
}

/// A call that comes twice asks for each once.
#[test]
fn twice() {
    let db = Db::fresh();
    let mut session = db.session();
    dropped(&mut session);
    session.exec(OVER);
    let mut holder = db.session();
    holder.exec("BEGIN; SELECT FROM a");
    assert_eq!(session.query_text("SELECT job FROM migrate.complete_due()"), ["1", "2", "3"]);
    let again = session.query_text("SELECT job FROM migrate.complete_due()");
    holder.exec("COMMIT");
    assert_eq!(again, ["1", "2", "3"]);
    db.wait_for(STATES, &["1|done", "2|done", "3|done"]);
    assert_eq!(session.one("SELECT count(*) FROM migrate.jobs"), "3");
}

/// Rights are those of `complete`: what others asked for is not ended, and the function is for whom it is granted to.
#[test]
fn rights() {
    let db = Db::fresh();
    let role = operator(&db, "LOGIN");
    let nobody = db.role("LOGIN");
    let mut session = db.session();
    dropped(&mut session);
    let mut own = db.session_as(&role);
    own.exec("CREATE TABLE mine (id int, old int); SELECT FROM migrate.safe_drop_column('mine', 'old')");
    session.exec(OVER);
    let rows = own.query_text("SELECT what, status FROM migrate.complete_due()");
    assert_eq!(
        rows,
        [
            "drop of a.old|refused",
            "drop of b.old|refused",
            "drop of c.old|refused",
            "drop of mine.old|queued"
        ]
    );
    db.wait_for(STATES, &["1|grace", "2|grace", "3|grace", "4|done"]);
    assert_eq!(db.session_as(&nobody).expect_error("SELECT migrate.complete_due()").sqlstate, "42501");
}

/// A dropped table is named as for `restore`; quoted and in another schema, too.
#[test]
fn complete_names_a_hidden_table() {
    let db = Db::fresh();
    let mut session = db.session();
    session.exec(
        r#"CREATE SCHEMA "My Shop"; CREATE TABLE posts (id int); CREATE TABLE "My Shop"."Old Posts" (id int);
           SELECT FROM migrate.safe_drop_table('posts'); SELECT FROM migrate.safe_drop_table('"My Shop"."Old Posts"')"#,
    );
    session.exec(OVER);
    session.exec("SELECT FROM migrate.complete('posts')");
    session.exec(r#"SELECT FROM migrate.complete('"My Shop"."Old Posts"')"#);
    db.wait_for(STATES_ALONE, &["done", "done"]);
    let error = session.expect_error("SELECT FROM migrate.complete('nothing')");
    assert_eq!(error.sqlstate, "42704", "{error:?}");
    session.exec("CREATE TABLE t (id int, a int); SELECT FROM migrate.safe_drop_column('t', 'a')");
    session.exec(OVER);
    session.exec("SELECT FROM migrate.complete('t', 'a')");
    db.wait_for(STATES_ALONE, &["done", "done", "done"]);
}
