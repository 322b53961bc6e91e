//! Each sentence of SECURITY.md has the test that shows it.
//!
//! A paragraph that promises something is followed by a comment `<!-- shown by: … -->`: one entry for each of its
//! sentences, in order, with semicolons between. An entry names tests with commas between: `file::function` of these
//! client tests, `regress/name` or `isolation/name`. A sentence that promises nothing has its reason in parentheses.

use std::fs;
use std::path::{Path, PathBuf};

/// Promises stand between these headings; what comes behind is run as it stands.
const BEGIN: &str = "## Who can do what";
const END: &str = "## Grants";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A paragraph, the line it begins on, and what the comment behind it says.
#[derive(Debug, PartialEq, Eq)]
struct Promise {
    line: usize,
    text: String,
    shown_by: Option<String>,
}

fn promises(markdown: &str) -> Vec<Promise> {
    let mut promises: Vec<Promise> = Vec::new();
    let (mut is_open, mut is_comment) = (false, false);
    let lines = markdown.lines().zip(1..).skip_while(|(line, _)| *line != BEGIN);
    for (line, number) in lines.take_while(|(line, _)| *line != END) {
        let text = line.trim();
        if let Some(begun) = text.strip_prefix("<!-- shown by:") {
            (is_open, is_comment) = (false, !begun.ends_with("-->"));
            if let Some(last) = promises.last_mut() {
                last.shown_by = Some(begun.trim_end_matches("-->").trim().into());
            }
        } else if is_comment {
            is_comment = !text.ends_with("-->");
            let said = promises.last_mut().and_then(|last| last.shown_by.as_mut());
            said.into_iter().for_each(|said| said.extend([" ", text.trim_end_matches("-->").trim()]));
        } else if text.is_empty() || text.starts_with('#') {
            is_open = false;
        } else if let Some(last) = promises.last_mut().filter(|_| is_open && !text.starts_with("- ")) {
            last.text.extend([" ", text]);
        } else {
            is_open = true;
            promises.push(Promise { line: number, text: text.into(), shown_by: None });
        }
    }
    promises
}

/// How many sentences a paragraph has. A full stop inside of a name or of a number ends none.
fn sentences(text: &str) -> usize {
    // The full stop of a heading in bold belongs to the sentence behind it.
    let text = text.replace(".** ", "** ").replace("`", "");
    let ends = [". ", ".) ", "? "];
    ends.iter().map(|end| text.matches(end).count()).sum::<usize>() + 1
}

/// Why an entry shows nothing, if so.
fn fault(entry: &str) -> Option<String> {
    let entry = entry.trim();
    if entry.starts_with('(') && entry.ends_with(')') && entry.len() > 2 {
        return None;
    }
    entry
        .split(',')
        .map(str::trim)
        .find(|name| !exists(name))
        .map(|name| format!("there is no test \"{name}\""))
}

fn exists(name: &str) -> bool {
    if let Some((kind @ ("regress" | "isolation"), name)) = name.split_once('/') {
        return root().join(format!("tests/{kind}/expected/{name}.out")).is_file();
    }
    let Some((module, function)) = name.rsplit_once("::") else { return false };
    let file = root().join("tests/client/tests").join(module.replace("::", "/")).with_extension("rs");
    let declared = format!("fn {function}()");
    fs::read_to_string(file).is_ok_and(|text| {
        text.split(&declared).next().is_some_and(|before| before.trim_end().ends_with("#[test]"))
            && text.contains(&declared)
    })
}

#[test]
fn every_sentence_has_its_test() {
    let text = fs::read_to_string(root().join("SECURITY.md")).expect("SECURITY.md");
    let promises = promises(&text);
    assert!(promises.len() > 10, "SECURITY.md has lost its promises, or this test its eyes");
    let mut faults = Vec::new();
    for Promise { line, text, shown_by } in &promises {
        let Some(shown_by) = shown_by else {
            faults.push(format!(
                "line {line}: nothing shows \"{}\"",
                text.chars().take(60).collect::<String>()
            ));
            continue;
        };
        let entries: Vec<&str> = shown_by.split(';').collect();
        let said = sentences(text);
        if entries.len() != said {
            faults.push(format!("line {line}: {said} sentences, {} entries", entries.len()));
        }
        faults
            .extend(entries.iter().filter_map(|entry| fault(entry)).map(|why| format!("line {line}: {why}")));
    }
    assert!(faults.is_empty(), "SECURITY.md:\n{}", faults.join("\n"));
}

#[test]
fn paragraphs_comments_and_sentences_are_read() {
    let markdown = "# T\nNone.\n## Who can do what\nIntro. More `a.b()`\ntext.\n<!-- shown by: a::b; (says\n  why) -->\n- **One.** Two. Three.\n- x\n\n## Grants\nno";
    let found = promises(markdown);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0].text, "Intro. More `a.b()` text.");
    assert_eq!(found[0].shown_by.as_deref(), Some("a::b; (says why)"));
    assert_eq!((sentences(&found[0].text), sentences(&found[1].text)), (2, 2));
    assert_eq!(found[2], Promise { line: 9, text: "- x".into(), shown_by: None });
    assert!(fault("security::every_sentence_has_its_test, regress/approve").is_none());
    assert!(
        fault("security::no_such_test").is_some() && fault("regress/none").is_some() && fault("()").is_some()
    );
    // A helper is no test.
    assert!(fault("security::root").is_some());
}
