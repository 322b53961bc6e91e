//! The page is well-formed, whatever it tells of, and loads nothing.

use super::record::{Backfill, Changed, Failure, Line, Record, Run, Size, Subject};
use super::{page, visible};
use crate::fingerprint::Object;
use crate::fingerprint::facts::Facts;
use crate::lock::{Mode, Need, Reach};
use crate::relation::Relation;
use crate::statement::{Class, Statement};

fn statement(text: &str, tag: &str, table: &str, mode: Mode) -> Statement {
    let relation = Relation { schema: None, name: table.into() };
    Statement {
        number: 1,
        text: text.into(),
        start: 0,
        line: 9,
        column: 1,
        tag: tag.into(),
        what: String::new(),
        on_failure: None,
        class: Class::Ordinary,
        tables: Default::default(),
        locks: vec![Need { relation, mode, reach: Reach::Alone }].into(),
        bearing: None,
    }
}

fn object(name: &str, facts: &[(&str, &str)]) -> Object {
    let facts = facts.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    Object { kind: "table".into(), schema: "public".into(), name: name.into(), facts: Facts(facts) }
}

/// A record with something in every place, made of one text.
fn record(text: &str) -> Record {
    let own = || text.to_string();
    let failure = Failure {
        sqlstate: Some("22012".into()),
        message: own(),
        detail: Some(own()),
        hint: Some(own()),
        statement: Some(1),
        place: Some((9, 4)),
    };
    let line = Line {
        operation: Some(own()),
        unit: 1,
        units: 2,
        kind: "transaction".into(),
        status: "done".into(),
        began_ms: 1_000,
        ms: Some(400),
        waited_ms: 100,
        waits_for: Some(own()),
        statements: Some(vec![statement(text, "ALTER TABLE", text, Mode::AccessExclusive)]),
        count: 1,
        shows_sql: true,
        skipped: 7,
        ..Line::default()
    };
    let failed = Line { unit: 2, status: "failed".into(), failure: Some(failure.clone()), ..line.clone() };
    Record {
        subject: Subject::Migration { version: 1, description: own() },
        status: "failed".into(),
        note: Some(own()),
        database: own(),
        made_at: own(),
        facts: vec![(own(), own())],
        next: vec![own()],
        failure: Some(failure),
        runs: vec![Run {
            job: Some(3),
            by: own(),
            run_as: "other".into(),
            asked_ms: Some(500),
            began_ms: 1_000,
            ended_ms: 2_000,
            began: own(),
            units: 100,
            bad: 1,
            waited_ms: 200,
            lines: vec![line, failed],
            left_out_ms: 5,
            changed: vec![
                Changed { before: None, after: Some(object(text, &[("comment", text)])), is_made: true },
                Changed {
                    before: Some(object("public.a", &[("comment", text)])),
                    after: Some(object("public.b", &[("comment", "c")])),
                    is_made: false,
                },
            ],
            changed_left_out: 1,
            sizes: vec![Size { table: own(), before: 8_192, after: Some(16_384) }],
            backfills: vec![Backfill {
                table: own(),
                status: own(),
                skipped: 1,
                error: Some(own()),
                ..Backfill::default()
            }],
            is_down: false,
        }],
        runs_left_out: 2,
    }
}

/// The elements of a page, and all of its text. A page that is not well-formed fails here.
fn read(page: &str) -> (Vec<String>, String) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(page, options).expect("a well-formed page");
    let elements = document.descendants().filter(|node| node.is_element());
    let elements = elements.map(|node| node.tag_name().name().to_string()).collect();
    let text = document.descendants().filter(|node| node.is_text()).filter_map(|node| node.text());
    (elements, text.collect())
}

#[test]
fn nothing_that_is_told_becomes_a_part_of_the_page() {
    let plain = page(&record("plain")).unwrap();
    let (elements, _) = read(&plain);
    for hostile in [
        "</script><b>bold</b>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='x",
        "</style><script>alert(1)</script>",
        "a && b < c > d ]]> <!-- &amp; {{ title }} {% if %}",
        "<![CDATA[ x",
    ] {
        let (found, text) = read(&page(&record(hostile)).unwrap());
        assert_eq!(found, elements, "{hostile}");
        assert!(text.contains(hostile), "{hostile} is shown as it is");
    }
}

#[test]
fn a_page_without_anything_to_tell_is_well_formed() {
    let mut empty = record("x");
    (empty.runs, empty.facts, empty.next, empty.note) = (vec![], vec![], vec![], None);
    let (_, text) = read(&page(&empty).unwrap());
    assert!(text.contains("No unit on record"), "{text}");
    // Why it failed is what the job says.
    assert!(text.contains("22012"), "{text}");
}

#[test]
fn the_page_loads_nothing_and_only_void_elements_end_themselves() {
    let page = page(&record("plain")).unwrap();
    for asset in ["src=", "href=", "url(", "@import", "<script", "<link", "http"] {
        // The one mention is that of the meta element.
        let without = page.replace("http-equiv", "");
        assert!(!without.contains(asset), "{asset}");
    }
    for (at, _) in page.match_indices("/>") {
        let open = page[..at].rfind('<').unwrap();
        assert!(page[open..].starts_with("<meta "), "{}", &page[open..at + 2]);
    }
}

#[test]
fn what_hides_in_a_text_is_shown() {
    assert_eq!(visible("a\u{202e}b\u{0}c\u{1b}[0m\n\t"), "a[U+202E]b[U+0000]c[U+001B][0m\n\t");
    assert_eq!(visible("Ünïcode שלום 表"), "Ünïcode שלום 表");
    read(&page(&record("a\u{202e}b\u{1}\u{7f}\u{85}\u{fffe}c")).unwrap());
}

#[test]
fn a_line_tells_where_it_lies_and_what_it_held() {
    let page = page(&record("articles")).unwrap();
    let (_, text) = read(&page);
    // It began with the run, waited for a tenth of it and worked for three.
    for width in ["width: 0.00%", "width: 10.00%", "width: 30.00%"] {
        assert!(page.contains(width), "{width}");
    }
    for told in [
        "waited 100 ms for locks",
        "ACCESS EXCLUSIVE on articles",
        "reads and writes wait",
        "2 units",
        "300 ms",
        "7 units are not shown",
        "2 of 100 units are shown",
        "2 older runs are not shown",
        "waited for its turn",
        "line 9, column 4",
        "8.0 kB",
        "+8.0 kB",
    ] {
        assert!(text.contains(told), "{told}");
    }
}

#[test]
fn an_object_is_told_as_made_first_recorded_or_renamed() {
    let changed = |before: Option<Object>, is_made: bool| {
        let mut told = record("x");
        told.runs[0].changed =
            vec![Changed { before, after: Some(object("public.b", &[("owner", "o")])), is_made }];
        let (_, text) = read(&page(&told).unwrap());
        text.split("What changed")
            .nth(1)
            .unwrap_or_default()
            .split("Sizes")
            .next()
            .unwrap_or_default()
            .to_string()
    };
    assert!(changed(None, true).contains("added"));
    assert!(changed(None, false).contains("first recorded"));
    let renamed = changed(Some(object("public.a", &[("owner", "o")])), false);
    assert!(renamed.contains("changed") && renamed.contains("public.a"), "{renamed}");
    assert!(!renamed.contains("removed"), "{renamed}");
}

#[test]
fn statements_that_are_not_for_the_reader_are_not_in_the_page() {
    let mut hidden = record("x");
    for line in &mut hidden.runs[0].lines {
        line.shows_sql = false;
        line.statements = Some(vec![statement("SELECT 'secret'", "SELECT", "articles", Mode::AccessShare)]);
    }
    let (_, text) = read(&page(&hidden).unwrap());
    assert!(!text.contains("secret"), "{text}");
    assert!(text.contains("ACCESS SHARE on articles"), "{text}");
    assert!(text.contains("roles that may read migrate.migrations"), "{text}");
}
