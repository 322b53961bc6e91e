//! A clerk who may use some columns of a table uses a column that is made of all of them.

use migrate_client_tests::Db;

use crate::common::operate;

/// `column|grantee|privilege|grantable` of columns alone.
const GRANTS: &str = "
    SELECT attname, coalesce(nullif(grantee::regrole::text, '-'), 'PUBLIC'), privilege_type, is_grantable
    FROM pg_attribute, aclexplode(attacl) WHERE attrelid = 'emp'::regclass AND NOT attisdropped ORDER BY attnum, 2, 3";

#[test]
fn a_merge_does_not_show_what_was_not_granted() {
    let db = Db::fresh();
    let clerk = db.role("LOGIN");
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE emp (id int, name text, ssn text); INSERT INTO emp VALUES (1, 'Ann', '123-45');
         GRANT SELECT (id, name), UPDATE (name) ON emp TO {clerk}"
    ));
    let call = "safe_merge_columns('emp', ARRAY['name', 'ssn'], 'who', 'name || ''/'' || ssn',
                    ARRAY['split_part(who, ''/'', 1)', 'split_part(who, ''/'', 2)'])";
    let detail = session.query_text(&format!(
        "SELECT translate(detail, chr(10), ' ') FROM migrate.{call} WHERE detail LIKE 'not carried%'"
    ));
    assert_eq!(
        detail,
        [format!(
            "not carried over, since not all of name, ssn give it: SELECT to {clerk}, UPDATE to {clerk}"
        )]
    );
    assert_eq!(session.one("SELECT who FROM emp"), "Ann/123-45");
    let mut theirs = db.session_as(&clerk);
    for sql in ["SELECT ssn FROM emp", "SELECT who FROM emp", "UPDATE emp SET who = 'Ann/999-99'"] {
        assert_eq!(theirs.expect_error(sql).sqlstate, "42501", "{sql}");
    }
    // What is hers she has, before and when the old columns are gone.
    theirs.exec("UPDATE emp SET name = 'Anna'");
    operate(&mut session, "complete('emp', 'who')").expect("complete");
    for sql in ["SELECT who FROM emp", "UPDATE emp SET who = 'Ann/999-99'"] {
        assert_eq!(theirs.expect_error(sql).sqlstate, "42501", "{sql}");
    }
    assert_eq!(session.one("SELECT who FROM emp"), "Anna/123-45");
}

#[test]
fn a_merge_of_three_hands_on_what_all_of_them_give() {
    let db = Db::fresh();
    let [ann, bob, cid] = [(); 3].map(|()| db.role("LOGIN"));
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE emp (a text, b text, c text);
         GRANT SELECT (a, b, c) ON emp TO {ann};
         GRANT SELECT (a) ON emp TO {bob} WITH GRANT OPTION; GRANT SELECT (b, c) ON emp TO {bob};
         GRANT UPDATE (a, b) ON emp TO {bob}; GRANT UPDATE (c) ON emp TO PUBLIC;
         GRANT INSERT (a, b, c) ON emp TO {cid} WITH GRANT OPTION; GRANT REFERENCES (a, b, c) ON emp TO PUBLIC"
    ));
    operate(
        &mut session,
        "safe_merge_columns('emp', ARRAY['a', 'b', 'c'], 'abc', 'a || b || c',
             ARRAY['left(abc, 1)', 'substr(abc, 2, 1)', 'right(abc, 1)'])",
    )
    .expect("merge");
    let of_new: Vec<_> =
        session.query_text(GRANTS).into_iter().filter(|grant| grant.starts_with("abc|")).collect();
    let mut expected = vec![
        "abc|PUBLIC|REFERENCES|f".to_string(),
        format!("abc|{ann}|SELECT|f"),
        format!("abc|{bob}|SELECT|f"),
        format!("abc|{cid}|INSERT|t"),
    ];
    expected.sort();
    let mut there = of_new;
    there.sort();
    assert_eq!(there, expected);
}

/// One column becomes two, and two become one again by the way back: whoever might use it may use both, and no one else.
#[test]
fn a_split_hands_on_what_its_column_gives() {
    let db = Db::fresh();
    let [ann, bob] = [(); 2].map(|()| db.role("LOGIN"));
    let mut session = db.session();
    session.exec(&format!(
        "CREATE TABLE emp (id int, full_name text); INSERT INTO emp VALUES (1, 'A B');
         GRANT SELECT (full_name) ON emp TO {ann} WITH GRANT OPTION; GRANT SELECT (id) ON emp TO {bob}"
    ));
    let before = session.query_text(GRANTS);
    operate(
        &mut session,
        "safe_split_column('emp', 'full_name', ARRAY['first', 'last'],
             ARRAY['split_part(full_name, '' '', 1)', 'split_part(full_name, '' '', 2)'], 'first || '' '' || last')",
    )
    .expect("split");
    let mut split = before.clone();
    split.extend([format!("first|{ann}|SELECT|t"), format!("last|{ann}|SELECT|t")]);
    assert_eq!(session.query_text(GRANTS), split);
    operate(&mut session, "complete('emp', 'first')").expect("complete");
    assert_eq!(db.session_as(&bob).expect_error("SELECT first FROM emp").sqlstate, "42501");
    assert_eq!(db.session_as(&bob).expect_error("SELECT emp_full_name_hidden FROM emp").sqlstate, "42501");
    let id = session.one("SELECT id FROM migrate.change_records");
    operate(&mut session, &format!("undo({id})")).expect("undo");
    assert_eq!(session.query_text(GRANTS), split);
    operate(&mut session, &format!("abort({id})")).expect("abort");
    assert_eq!(session.query_text(GRANTS), before);
}
