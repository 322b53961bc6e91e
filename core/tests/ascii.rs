//! Nothing that we send needs an encoding that the client has not asked for: messages, hints, help, the texts of rules and
//! the page of a report are ASCII, as PostgreSQL's own are. A client with another `client_encoding` than UTF8 would get
//! 22P05 in place of what was to be told. And a script of the extension is read before it looks at the encoding of the
//! database, so it is ASCII as a whole.
//!
//! Not here: what users have written themselves; views and calls as such clients see them (tests/client/tests/encodings.rs).

use std::fs;
use std::path::{Path, PathBuf};

/// Characters that are read, in what others have written, or looked for; they are not sent.
const READ: [(&str, usize); 3] =
    [("core/src/file/head.rs", 2), ("core/src/report.rs", 6), ("src/registry/load.rs", 2)];

/// The mark at the begin of a file, as code writes it that takes it away.
const MARK: [&str; 2] = ["\"\\u{feff}\"", "'\\u{feff}'"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files below a folder with one of these endings, by their paths from the root.
fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for entry in fs::read_dir(root().join(folder)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("its type").is_dir() {
            all.extend(files(&path, endings));
        } else if endings.iter().any(|ending| path.ends_with(ending)) {
            all.push(path);
        }
    }
    all
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a text")
}

/// The literals of Rust code: strings, then characters, as they are written, with those of numbers (`\u{2026}`).
fn literals(code: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut strings, mut characters) = (Vec::new(), Vec::new());
    let bytes = code.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &code[at..];
        let is_in_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
        let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").expect("the end of a comment") + 2
        } else if rest.starts_with('r') && !is_in_word && rest[1 + hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let length = 2 + hashes + rest[2 + hashes..].find(&end).expect("the end of a string");
            strings.push(&rest[..length]);
            length + end.len()
        } else if rest.starts_with('"') {
            let length = quoted(rest, b'"');
            strings.push(&rest[..length]);
            length
        } else if rest.starts_with("'\\") {
            let length = quoted(rest, b'\'');
            characters.push(&rest[..length]);
            length
        } else if let Some(character) = rest.strip_prefix('\'').and_then(|rest| rest.chars().next())
            && rest[1 + character.len_utf8()..].starts_with('\'')
        {
            characters.push(&rest[..2 + character.len_utf8()]);
            2 + character.len_utf8()
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += length;
    }
    (strings, characters)
}

/// The length of what a quote begins and another one ends.
fn quoted(text: &str, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

/// Whether a literal stands for more than ASCII.
fn is_beyond_ascii(literal: &str) -> bool {
    let mut numbers = literal.split("\\u{").skip(1).filter_map(|rest| rest.split('}').next());
    !literal.is_ascii()
        || numbers.any(|number| u32::from_str_radix(number, 16).is_ok_and(|number| number > 127))
}

/// The code of a file without its tests.
fn without_tests(code: &str) -> &str {
    code.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
}

#[test]
fn what_the_code_says_is_ascii() {
    let (mut seen, mut read) = (0, Vec::new());
    let sources = [files("src", &[".rs"]), files("core/src", &[".rs"])].concat();
    for path in sources.iter().filter(|path| !path.ends_with("/tests.rs") && !path.contains("/tests/")) {
        let code = text(path);
        let (strings, characters) = literals(without_tests(&code));
        seen += strings.len();
        let is_sent = |string: &&&str| is_beyond_ascii(string) && !MARK.contains(*string);
        let beyond: Vec<_> = strings.iter().filter(is_sent).collect();
        assert!(beyond.is_empty(), "{path}: {beyond:?}");
        match characters.iter().filter(is_sent).count() {
            0 => {}
            count => read.push((path.as_str(), count)),
        }
    }
    read.sort_unstable();
    assert_eq!(read, READ);
    assert!(seen > 10_000, "{seen} strings were seen");
}

#[test]
fn what_the_server_reads_is_ascii() {
    let released = "extension/migrate_ext--0.2.0.sql";
    let all =
        [files("sql", &[".sql"]), files("extension", &[".sql", ".control"]), files("core/templates", &[""])];
    let mut seen = 0;
    // What was released stays as it is.
    for path in all.concat().iter().filter(|path| *path != released) {
        let text = text(path);
        let line = text.lines().find(|line| !line.is_ascii());
        assert_eq!(line, None, "{path}");
        seen += 1;
    }
    assert!(seen > 60, "{seen} files were seen");
}

#[test]
fn a_literal_is_found_wherever_it_stands() {
    let code = "// \"a\u{e9}\"\nf(\"x\u{2026}\", r#\"y\"\u{2026}\"#, 'z', '\\'', b'\"', '\u{2013}', \"\\u{2026}\", \"\\u{41}\"); /* \" */ let x: &'a str;";
    let (strings, characters) = literals(code);
    let beyond = |all: &[&str]| all.iter().filter(|one| is_beyond_ascii(one)).count();
    assert_eq!((strings.len(), beyond(&strings)), (4, 3), "{strings:?}");
    assert_eq!((characters.len(), beyond(&characters)), (4, 1), "{characters:?}");
    assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests {\n\"\u{2026}\"}"), "a\n");
}
