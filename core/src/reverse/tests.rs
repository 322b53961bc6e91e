//! Scripts of a few statements, each with what it does, and the scripts that take them back.

use super::*;
use crate::ddl::name::ObjectType;
use crate::facts::before::{Before, Question, Wants};
use crate::migration::Script;
use crate::statement::{Class, Control, Statement};

/// A statement with what it does; its class is told from its text.
pub fn statement(text: &str, number: u32, actions: Vec<Action>) -> (Statement, Vec<Action>) {
    let class = match text {
        "BEGIN" => Class::Control(Control::Begin { plain: true }),
        "COMMIT" => Class::Control(Control::Commit { chain: false }),
        "COMMIT AND CHAIN" => Class::Control(Control::Commit { chain: true }),
        "ROLLBACK" => Class::Control(Control::Rollback { chain: false }),
        _ => Class::Ordinary,
    };
    let statement = Statement {
        number,
        text: text.into(),
        start: 0,
        line: number,
        column: 1,
        tag: text.split(' ').next().unwrap_or_default().into(),
        class,
        tables: Default::default(),
        locks: Default::default(),
        bearing: None,
        what: String::new(),
        on_failure: None,
    };
    (statement, actions)
}

fn statements(script: &[(&str, Vec<Action>)]) -> Vec<(Statement, Vec<Action>)> {
    script.iter().zip(1..).map(|((text, actions), number)| statement(text, number, actions.clone())).collect()
}

/// The script that takes a script back, without the comments and empty lines.
fn down(script: &[(&str, Vec<Action>)], path: Option<&Path>) -> Vec<String> {
    let down = super::script(&Script::new(""), &statements(script), &Known::default(), path).unwrap();
    let lines = down.script.text.lines().filter(|line| !line.is_empty() && !line.starts_with("--"));
    lines.map(str::to_string).collect()
}

/// Why a script has none.
fn refused(script: &[(&str, Vec<Action>)]) -> String {
    super::script(&Script::new(""), &statements(script), &Known::default(), None).unwrap_err().to_string()
}

pub fn table(name: &str) -> Object {
    Object::new(Kind::Relation, name)
}

fn column(table: &str, name: &str) -> Object {
    Object::part(Kind::Column, table, name)
}

/// What the catalog has of an object that a statement names.
fn answer(known: &mut Known, statement: u32, object: Object, before: Before) {
    let (schemas, wants) = (None, Wants::default());
    let question = Question { statement, now: object.clone(), object, schemas, wants };
    known.answers.note(&question, Before { there: true, ..before });
}

pub fn make_table(name: &str) -> Vec<Action> {
    vec![Action::makes(table(name), format!("DROP TABLE {name}"))]
}

fn make_function(name: &str, has_schema: bool) -> Vec<Action> {
    let sql = Sql {
        text: format!("DROP FUNCTION {name}"),
        schema_at: (!has_schema).then_some("DROP FUNCTION ".len()),
        is_restored: false,
    };
    vec![Action::makes(Object::new(Kind::Routine, name), sql)]
}

fn add_column(of: &str, name: &str) -> Action {
    let clause = format!("DROP COLUMN {name}");
    Action {
        makes: Some(column(of, name)),
        ..Back::Clause { of: format!("ALTER TABLE {of}"), clause }.into()
    }
}

/// What can only be taken back together with one of these.
fn unless(objects: &[Object]) -> Vec<Action> {
    let groups = objects.iter().map(|object| vec![object.clone()]).collect();
    vec![Back::unknown_unless("Why.", groups).into()]
}

fn set(name: &str, is_set: bool, is_local: bool, schemas: &[&str]) -> Vec<Action> {
    let schemas = schemas.iter().map(ToString::to_string).collect();
    vec![Back::Set(Setting { name: name.into(), is_set, is_local, schemas }).into()]
}

#[test]
fn the_last_statement_is_taken_back_first() {
    let script = [("CREATE TABLE a", make_table("a")), ("CREATE TABLE b", make_table("b"))];
    assert_eq!(down(&script, None), ["DROP TABLE b;", "DROP TABLE a;"]);
    assert_eq!(down(&[], None), [""; 0]);
}

#[test]
fn actions_of_an_alter_table_become_one_again() {
    let script = [("ALTER TABLE t", vec![add_column("t", "a"), add_column("t", "b")])];
    assert_eq!(down(&script, None), ["ALTER TABLE t DROP COLUMN b, DROP COLUMN a;"]);
}

#[test]
fn what_is_done_to_what_the_script_made_goes_with_it() {
    let write = unless(&[table("a"), column("t", "n")]);
    assert_eq!(
        down(&[("CREATE TABLE a", make_table("a")), ("INSERT", write.clone())], None),
        ["DROP TABLE a;"]
    );
    let add = vec![add_column("t", "n")];
    assert_eq!(
        down(&[("ALTER TABLE t", add), ("UPDATE", write.clone())], None),
        ["ALTER TABLE t DROP COLUMN n;"]
    );
    assert_eq!(refused(&[("INSERT", write)]), "INSERT on line 1, column 1 cannot be reversed");
}

#[test]
fn it_is_known_by_its_new_name() {
    let rename = vec![Action::renames(table("a"), table("b"), "ALTER TABLE b RENAME TO a".into())];
    let script = |written| {
        [
            ("CREATE TABLE a", make_table("a")),
            ("ALTER TABLE a", vec![add_column("a", "n")]),
            ("RENAME", rename.clone()),
            ("UPDATE", unless(&[written])),
        ]
    };
    let expected = ["ALTER TABLE b RENAME TO a;", "ALTER TABLE a DROP COLUMN n;", "DROP TABLE a;"];
    assert_eq!(down(&script(table("b")), None), expected);
    assert_eq!(down(&script(column("b", "n")), None), expected);
    assert_eq!(refused(&script(table("a"))), "UPDATE on line 4, column 1 cannot be reversed");
}

#[test]
fn a_name_means_the_same_only_under_the_same_search_path() {
    let script = [
        ("CREATE TABLE a", make_table("a")),
        ("SET search_path = shop", set("search_path", true, false, &["shop"])),
        ("INSERT", unless(&[table("a")])),
    ];
    assert_eq!(refused(&script), "INSERT on line 3, column 1 cannot be reversed");
}

#[test]
fn an_index_that_a_constraint_takes_is_not_dropped_by_itself() {
    let takes = Action {
        takes: Some(table("i")),
        ..Back::Clause { of: "ALTER TABLE t".into(), clause: "DROP CONSTRAINT c".into() }.into()
    };
    let index = vec![Action::makes(table("i"), "DROP INDEX i".to_string())];
    let script = [("CREATE INDEX", index), ("ALTER TABLE t", vec![takes.clone()])];
    assert_eq!(down(&script, None), ["ALTER TABLE t DROP CONSTRAINT c;"]);
    assert_eq!(refused(&[("ALTER", vec![takes])]), "ALTER on line 1, column 1 cannot be reversed");
}

#[test]
fn nothing_of_a_block_that_is_rolled_back_has_happened() {
    let script = [
        ("CREATE TABLE a", make_table("a")),
        ("BEGIN", vec![]),
        ("CREATE TABLE b", make_table("b")),
        ("DELETE", unless(&[])),
        ("ROLLBACK", vec![]),
    ];
    assert_eq!(down(&script, None), ["DROP TABLE a;"]);
    let after = [script.as_slice(), &[("INSERT", unless(&[table("b")]))]].concat();
    assert_eq!(refused(&after), "INSERT on line 6, column 1 cannot be reversed");
}

#[test]
fn what_commits_together_is_taken_back_together() {
    let script = [
        ("BEGIN", vec![]),
        ("CREATE TABLE a", make_table("a")),
        ("COMMIT AND CHAIN", vec![]),
        ("CREATE TABLE b", make_table("b")),
        ("COMMIT", vec![]),
        ("CREATE TABLE c", make_table("c")),
        ("NOTIFY x", vec![Back::Again.into()]),
    ];
    let expected = [
        "DROP TABLE c;",
        "BEGIN;",
        "DROP TABLE b;",
        "COMMIT;",
        "BEGIN;",
        "DROP TABLE a;",
        "COMMIT;",
        "NOTIFY x;",
    ];
    assert_eq!(down(&script, None), expected);
}

#[test]
fn each_statement_is_taken_back_under_its_settings() {
    let script = [
        ("SET search_path = shop", set("search_path", true, false, &["shop"])),
        ("CREATE TABLE a", make_table("a")),
        ("BEGIN", vec![]),
        ("SET LOCAL search_path = hall", set("search_path", true, true, &["hall"])),
        ("CREATE TABLE b", make_table("b")),
        ("COMMIT", vec![]),
        ("CREATE TABLE c", make_table("c")),
        ("RESET ALL", set("all", false, false, &[])),
        ("CREATE TABLE d", make_table("d")),
    ];
    let expected = [
        "DROP TABLE d;",
        "SET search_path = shop;",
        "DROP TABLE c;",
        "BEGIN;",
        "SET LOCAL search_path = hall;",
        "DROP TABLE b;",
        "COMMIT;",
        "DROP TABLE a;",
    ];
    assert_eq!(down(&script, None), expected);
}

#[test]
fn names_are_looked_up_where_they_were() {
    let path = Path { schemas: vec!["own".into(), "public".into()], setting: "\"$user\", public".into() };
    let script = [
        ("CREATE TABLE a", make_table("a")),
        ("CREATE FUNCTION f", make_function("f(integer)", false)),
        ("CREATE FUNCTION g", make_function("shop.g(integer)", true)),
        ("ALTER TABLE a", vec![add_column("a", "n")]),
        ("ALTER TABLE t", vec![add_column("t", "n")]),
        (
            "CREATE SCHEMA s",
            vec![Action::makes(Object::new(Kind::Own(ObjectType::Schema), "s"), "DROP SCHEMA s".to_string())],
        ),
    ];
    let expected = [
        "SET search_path TO own, public, pg_temp;",
        "DROP SCHEMA s;",
        "ALTER TABLE t DROP COLUMN n;",
        // What the script has made is in the first schema, or gone.
        "SET search_path TO own, pg_temp;",
        "ALTER TABLE a DROP COLUMN n;",
        // The types of arguments are looked up in all of them.
        "SET search_path TO own, public, pg_temp;",
        "DROP FUNCTION shop.g(integer);",
        "DROP FUNCTION own.f(integer);",
        "SET search_path TO own, pg_temp;",
        "DROP TABLE a;",
    ];
    assert_eq!(down(&script, Some(&path)), expected);
}

#[test]
fn to_another_role_a_path_may_mean_other_schemas() {
    let path = Path { schemas: vec!["own".into(), "public".into()], setting: "\"$user\", public".into() };
    let script = [
        ("SET ROLE bob", set("role", true, false, &[])),
        ("CREATE TABLE a", make_table("a")),
        ("CREATE FUNCTION f", make_function("f()", false)),
        ("SELECT safe", vec![Back::Operation.into()]),
    ];
    assert!(takes_role(&statements(&script)));
    let expected = [
        "SET ROLE bob;",
        "SELECT migrate.undo();",
        "SET search_path TO \"$user\", public, pg_temp;",
        "DROP FUNCTION f();",
        "DROP TABLE a;",
    ];
    assert_eq!(down(&script, Some(&path)), expected);
}

#[test]
fn the_end_that_drops_what_the_beginning_made_is_told() {
    let drops =
        |objects: &[Object]| vec![Action { drops: objects.to_vec(), ..Back::unknown("Gone.").into() }];
    let told = |script: &[(&str, Vec<Action>)]| takes_away(&statements(script));
    let made = ("CREATE TABLE a", make_table("a"));
    let drop = ("DROP TABLE", drops(&[table("a"), table("b")]));
    let expected = Some("drops at its end what it made: a".to_string());
    assert_eq!(told(&[made.clone(), drop.clone(), ("COMMIT", vec![])]), expected);
    assert_eq!(told(&[made.clone(), drop.clone(), ("INSERT", unless(&[]))]), None);
    assert_eq!(
        told(&[("CREATE TABLE b", vec![Action { back: Back::Nothing, ..make_table("b").remove(0) }]), drop]),
        None
    );
    // A routine can be dropped without its arguments.
    let function = ("CREATE FUNCTION f", make_function("f(integer)", false));
    let script = [function, ("DROP FUNCTION", drops(&[Object::new(Kind::Routine, "f")]))];
    assert_eq!(told(&script), Some("drops at its end what it made: f".to_string()));
}

/// Its new name is nobody's by then: it comes back by the old one, where the name would be given back.
#[test]
fn a_column_that_was_renamed_comes_back_by_its_first_name() {
    let renames = Action::renames(
        column("s.t", "a"),
        column("s.t", "_a"),
        "ALTER TABLE s.t RENAME COLUMN _a TO a".into(),
    );
    let drops = Action { drops: vec![column("s.t", "_a")], ..Back::unknown("Why.").into() };
    let script = [
        ("ALTER TABLE RENAME", vec![renames]),
        ("ALTER TABLE ADD", vec![add_column("s.t", "a")]),
        ("ALTER TABLE DROP", vec![drops]),
    ];
    let mut known = Known::default();
    let whole = Some(vec!["ALTER TABLE s.t ADD COLUMN a int".to_string()]);
    answer(&mut known, 3, column("s.t", "_a"), Before { whole, ..Before::default() });
    let down = super::script(&Script::new(""), &statements(&script), &known, None).unwrap();
    let lines: Vec<&str> =
        down.script.text.lines().filter(|line| !line.is_empty() && !line.starts_with("--")).collect();
    assert_eq!(lines, ["ALTER TABLE s.t DROP COLUMN a;", "ALTER TABLE s.t ADD COLUMN a int;"]);
}

/// What the catalog says of something has its first name in it, so it comes behind what gives that back.
#[test]
fn what_was_renamed_is_given_back_by_its_first_name() {
    let own = |name: &str| Object::new(Kind::Own(ObjectType::Role), name);
    for (from, to, sql) in [
        (own("dave"), own("dave2"), "ALTER ROLE dave NOCREATEDB"),
        (
            Object::new(Kind::Own(ObjectType::Schema), "s"),
            Object::new(Kind::Own(ObjectType::Schema), "ss"),
            "ALTER SCHEMA s OWNER TO bob",
        ),
        (
            Object::new(Kind::Routine, "f()"),
            Object::new(Kind::Routine, "g()"),
            "ALTER FUNCTION public.f() OWNER TO bob",
        ),
        (
            Object::part(Kind::Trigger, "t", "tr"),
            Object::part(Kind::Trigger, "t", "tr2"),
            "ALTER TABLE public.t ENABLE TRIGGER tr",
        ),
    ] {
        let rename = vec![Action::renames(from.clone(), to.clone(), "RENAME BACK".into())];
        let why = || Back::unknown("Why.");
        let change = vec![Action::from(why()).changes(Some(to.clone()), Aspect::Owner)];
        let script = [("RENAME", rename.clone()), ("ALTER", change)];
        let mut known = Known::default();
        let was = [(Aspect::Owner, vec![sql.to_string()])].into();
        answer(&mut known, 2, to.clone(), Before { was, ..Before::default() });
        let lines = |script: &[(&str, Vec<Action>)], known: &Known| -> Vec<String> {
            let down = super::script(&Script::new(""), &statements(script), known, None).unwrap();
            let lines = down.script.text.lines().filter(|line| !line.is_empty() && !line.starts_with("--"));
            lines.map(str::to_string).collect()
        };
        assert_eq!(lines(&script, &known), ["RENAME BACK;".to_string(), format!("{sql};")]);
        // What is dropped comes back by its first name: there is nothing to rename.
        let drops = vec![Action { drops: vec![to.clone()], ..why().into() }];
        let mut known = Known::default();
        let whole = Some(vec![sql.to_string()]);
        answer(&mut known, 2, to, Before { whole, ..Before::default() });
        assert_eq!(lines(&[("RENAME", rename), ("DROP", drops)], &known), [format!("{sql};")]);
    }
}
