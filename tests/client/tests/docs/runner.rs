//! Tests of the runner of documents itself: what it finds, what it lets pass and what not. No server.

use super::comparing::is_match;
use super::*;

fn sql(text: &str, expected: Option<(&str, std::ops::Range<usize>)>) -> Step {
    let expected = expected.map(|(text, lines)| Answer { text: text.into(), lines });
    Step::Sql { text: text.into(), expected }
}

#[test]
fn finds_blocks_and_their_answers() {
    let document = read(
        "# T\n```sql\nSELECT 1;\n```\n\n```text\n1\n```\n```sh\nls\n```\n\
         ```sql\nSELECT 2;\n```\nprose\n```text\nnot its answer\n```\n<!-- wait: true -->\n",
    );
    assert_eq!(
        document.steps,
        [
            (2, sql("SELECT 1;", Some(("1", 6..7)))),
            (12, sql("SELECT 2;", None)),
            (19, Step::Wait("true".into())),
        ]
    );
    assert!(document.faults.is_empty() && document.skipped.is_empty());
}

#[test]
fn a_block_is_skipped_only_with_a_reason() {
    let with = read("<!-- skip: needs pg_cron -->\n```sql skip\nSELECT 1;\n```\n");
    assert_eq!((with.steps.len(), with.skipped), (0, vec![(2, "needs pg_cron".into())]));
    assert_eq!(with.faults.len(), 0);
    for without in [
        "```sql skip\nSELECT 1;\n```\n",
        "<!-- skip: -->\n```sql skip\nSELECT 1;\n```\n",
        "<!-- skip: too far away -->\nprose\n```sql skip\nSELECT 1;\n```\n",
        "```sql no-run\nSELECT 1;\n```\n",
    ] {
        assert_eq!(read(without).faults.len(), 1, "{without}");
    }
}

#[test]
fn refuses_blocks_that_do_not_end() {
    assert_eq!(read("```sql\nSELECT 1;\n").faults.len(), 1);
    assert_eq!(read("```sql\nSELECT 1\n```\n").faults.len(), 1);
    for complete in
        ["SELECT 1; -- x\nSELECT 2;\n-- end", "SELECT 1;  -- x", "\\set a 1", "SELECT 1 AS a \\gset"]
    {
        assert!(is_complete(complete), "{complete}");
    }
}

#[test]
fn cuts_the_output_at_its_marks() {
    assert_eq!(pieces("\n a \n\n-- end of block 0\nb\n-- end of block 1\nlost"), [" a", "b"]);
    assert!(pieces("-- end of block 1\n").is_empty());
}

#[test]
fn compares_line_by_line() {
    let table = " n | t\n---+---\n 1 | a";
    assert_eq!(judge(table, Some(" n  | t\n----+----\n 1  | a")), Ok(()));
    for wrong in [
        " n | t\n---+---\n 2 | a",
        " n | t\n---+---",
        " n | t\n---+---\n 1 | a\n 1 | a",
        " n\n---\n 1 | a",
        "",
    ] {
        assert!(judge(table, Some(wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn an_ellipsis_stands_for_anything_within_a_line() {
    for (expected, actual, same) in [
        ("job … starts", "job 17 starts", true),
        ("job … starts…", "job 17 starts now", true),
        ("…", "", true),
        ("a…b…c", "a b c", true),
        ("a…b…c", "a c b", false),
        ("job … starts", "job 17 ends", false),
        ("a…a", "a", false),
        ("a", "a b", false),
    ] {
        assert_eq!(is_match(expected, actual), same, "{expected} / {actual}");
    }
}

#[test]
fn what_differs_from_run_to_run_does_not_count() {
    for (expected, actual) in [
        ("done in 4 ms", "done in 12 ms"),
        ("done in 4 ms", "done in 12 ms (waited 9 ms for locks, out of the lock queue)"),
        ("applied in 48.5 s", "applied in 512 ms"),
        ("took 3 min 20 s.", "took 1.0 s."),
        ("Held by pid 4711 (role x)", "Held by pid 1 (role x)"),
        ("at 2026-11-22 15:05:43+00", "at 2027-01-01 00:00:00.123+00"),
        (" v | ms\n---+----\n 1 | 75", " v | ms\n---+-----\n 1 | 104"),
    ] {
        assert_eq!(judge(actual, Some(expected)), Ok(()), "{expected} / {actual}");
    }
    for (expected, actual) in [
        ("done in 4 units", "done in 5 units"),
        ("at 2026-11-22", "at once"),
        (" v | ms\n---+----\n 1 | 75", " v | ms\n---+----\n 1 |"),
        (" v | n\n---+----\n 1 | 75", " v | n\n---+----\n 1 | 76"),
    ] {
        assert!(judge(actual, Some(expected)).is_err(), "{expected} / {actual}");
    }
}

#[test]
fn an_error_must_be_shown() {
    assert_eq!(judge(" n\n---\n 1", None), Ok(()));
    assert_eq!(judge("NOTICE:  well", None), Ok(()));
    for error in ["ERROR:  no", "NOTICE:  x\nFATAL:  no", "invalid command \\x", "cat: x: No such file"] {
        assert!(judge(error, None).is_err(), "{error}");
        assert_eq!(judge(error, Some(error)), Ok(()));
    }
}

#[test]
fn a_table_fits_the_screen() {
    for wide in [format!(" a | {}", "b".repeat(120)), format!("HINT:  {}", "b".repeat(114)), "ä".repeat(121)]
    {
        assert!(judge(&wide, Some(&wide)).is_err(), "{wide}");
        assert!(judge(&wide, None).is_err(), "not shown: {wide}");
        assert!(judge(&wide, Some("…")).is_err(), "left out: {wide}");
    }
    let fits = "ä".repeat(120);
    assert_eq!(judge(&fits, Some(&fits)), Ok(()));
}

#[test]
fn knows_the_roles_that_a_document_makes() {
    let document = read("```sql\nCREATE ROLE a;\nCREATE USER b LOGIN IN ROLE a; SELECT 1;\n```\n");
    assert_eq!(roles(&document), ["a", "b"]);
}

#[test]
fn a_wait_looks_again_and_gives_up() {
    let input = input(&read("<!-- wait: x = 1 -->\n"));
    assert_eq!(input.matches("SELECT (x = 1) AS docs_wait \\gset").count(), LOOKS + 1);
    assert_eq!(input.matches(NEVER).count(), 1);
}
