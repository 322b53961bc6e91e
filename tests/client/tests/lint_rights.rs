//! Whose code the linter has the server evaluate: that of who asks, and of authors whose scripts may run here.

use migrate_client_tests::{Db, Notice, Session};

use crate::common::operator;

fn said(session: &Session) -> Vec<Notice> {
    let notices = session.notices().into_iter();
    notices.filter(|notice| format!("{notice:?}").contains("run by")).collect()
}

#[test]
fn what_is_not_approved_is_only_read() {
    let db = Db::fresh();
    let author = operator(&db, "LOGIN");
    let mut owner = db.session();
    owner.exec(
        "SET migrate.small_table = 0; CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 100)",
    );
    db.session_as(&author).exec(
        "CREATE FUNCTION public.seen(int) RETURNS text IMMUTABLE LANGUAGE plpgsql
         AS $$ BEGIN RAISE NOTICE 'run by %', current_user; RETURN 'x'; END $$;
         SELECT migrate.create('x', 'ALTER TABLE t ALTER a TYPE text USING public.seen(1)', version => 1)",
    );
    for call in ["migrate.lint(1)", "migrate.lint_all()"] {
        let rules = owner.query_text(&format!("SELECT rule FROM {call}"));
        assert!(rules.contains(&"changing-column-type".to_string()), "{call}: {rules:?}");
        assert!(said(&owner).is_empty(), "{call}: {:?}", said(&owner));
    }
    // Once it may run with his rights, it is tried out.
    owner.exec("SELECT * FROM migrate.approve(1)");
    let rules = owner.query_text("SELECT rule FROM migrate.lint(1)");
    assert!(rules.contains(&"changing-column-type".to_string()), "{rules:?}");
    assert!(!said(&owner).is_empty());
}
