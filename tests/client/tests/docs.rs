//! Runs the SQL of README.md, SECURITY.md and docs/*.md, and compares what comes back with what they say.
//!
//! CONTRIBUTING.md ("The documents are tests") has the conventions for writers. Here: reading a document,
//! running it through psql in a database of its own, comparing. Not covered: blocks of other languages.
//! What was run is left in target/tests/docs/ as a copy of each document with the answers that came.

mod comparing;

use std::env;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use self::comparing::{is_error, judge, tidy};

/// One thing to feed to psql.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// SQL as a reader would run it, and the answer that the document shows.
    Sql { text: String, expected: Option<Answer> },
    /// A condition to wait for: what a reader's own slowness does.
    Wait(String),
}

/// The answer in a document: its text, and the lines it stands on, from 0.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    text: String,
    lines: std::ops::Range<usize>,
}

#[derive(Debug, Default)]
struct Document {
    /// Each with the line of the document it begins on, from 1.
    steps: Vec<(usize, Step)>,
    /// Line and reason of each block that is not run.
    skipped: Vec<(usize, String)>,
    /// What is wrong with the document itself.
    faults: Vec<String>,
}

/// Finds the blocks. A ```text block answers the ```sql block before it if nothing but blank lines is between.
fn read(markdown: &str) -> Document {
    let lines: Vec<&str> = markdown.lines().collect();
    let mut document = Document::default();
    let mut reason: Option<&str> = None;
    let mut answerable = false;
    let mut at = 0;
    while at < lines.len() {
        let (line, number) = (lines[at].trim_end(), at + 1);
        at += 1;
        if let Some(condition) = comment(line, "wait") {
            document.steps.push((number, Step::Wait(condition.into())));
        } else if let Some(found) = comment(line, "skip") {
            reason = Some(found).filter(|reason| !reason.is_empty());
            continue;
        } else if let Some(tag) = line.strip_prefix("```") {
            let from = at;
            while at < lines.len() && lines[at].trim_end() != "```" {
                at += 1;
            }
            if at == lines.len() {
                document.faults.push(format!("line {number}: the block does not end"));
                break;
            }
            let text = lines[from..at].join("\n");
            let range = from..at;
            at += 1;
            let tag = tag.trim();
            match (tag, document.steps.last_mut()) {
                ("sql", _) if is_complete(&text) => {
                    document.steps.push((number, Step::Sql { text, expected: None }));
                }
                ("sql", _) => {
                    document
                        .faults
                        .push(format!("line {number}: the last statement does not end with a semicolon"));
                }
                ("sql skip", _) => match reason {
                    Some(reason) => document.skipped.push((number, reason.into())),
                    None => document.faults.push(format!(
                        "line {number}: a block is skipped without a line <!-- skip: the reason --> before it"
                    )),
                },
                ("text" | "console", Some((_, Step::Sql { expected: expected @ None, .. })))
                    if answerable =>
                {
                    *expected = Some(Answer { text, lines: range });
                }
                _ if tag.starts_with("sql") => {
                    document.faults.push(format!("line {number}: a block tagged \"{tag}\" would not be run"));
                }
                _ => {}
            }
            answerable = tag == "sql";
        } else if line.is_empty() {
            continue;
        } else {
            answerable = false;
        }
        reason = None;
    }
    document
}

/// The rest of a line `<!-- word: rest -->`.
fn comment<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let inner = line.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    Some(inner.strip_prefix(word)?.strip_prefix(':')?.trim())
}

/// Whether the block's last line ends a statement or is psql's own: what comes next must not go on with it.
fn is_complete(sql: &str) -> bool {
    let last = sql.lines().rev().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("--"));
    let last = last.map(|line| line.split(" --").next().unwrap_or(line).trim_end());
    last.is_some_and(|line| line.ends_with(';') || line.starts_with('\\') || line.contains("\\g"))
}

/// How long one document may take; what comes after counts as not run.
const LONGEST: Duration = Duration::from_secs(180);

const MARK: &str = "-- end of block";
const NEVER: &str = "-- never came true:";
/// How often a condition is looked at, and how long between.
const LOOKS: usize = 300;
const PAUSE: &str = "0.1";

/// The input of psql for a whole document: a mark behind each step cuts the output.
fn input(document: &Document) -> String {
    let mut input = String::from("\\pset footer off\n\\pset format aligned\n");
    for (number, (_, step)) in document.steps.iter().enumerate() {
        match step {
            Step::Sql { text, .. } => input.push_str(text),
            Step::Wait(condition) => {
                for look in 0..=LOOKS {
                    let _ = writeln!(input, "SELECT ({condition}) AS docs_wait \\gset");
                    let otherwise = if look < LOOKS {
                        format!("\\! sleep {PAUSE}")
                    } else {
                        format!("\\echo '{NEVER}' {number}")
                    };
                    let _ = writeln!(input, "\\if :docs_wait\n\\else\n{otherwise}\n\\endif");
                }
            }
        }
        let _ = writeln!(input, "\n\\echo '{MARK}' {number}");
    }
    input
}

/// Cuts psql's output at the marks: as many pieces as came to their end.
fn pieces(output: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    for line in output.lines() {
        if line == format!("{MARK} {}", pieces.len()) {
            pieces.push(tidy(&piece));
            piece.clear();
        } else {
            piece.push(line);
        }
    }
    pieces
}

/// The roles that a document makes: they belong to the whole server, and go with its database.
fn roles(document: &Document) -> Vec<String> {
    let mut roles = Vec::new();
    for (_, step) in &document.steps {
        let Step::Sql { text, .. } = step else { continue };
        for statement in text.split(';') {
            let words: Vec<&str> = statement.split_whitespace().collect();
            for (at, word) in words.iter().enumerate() {
                if *word == "CREATE" && matches!(words.get(at + 1), Some(&("ROLE" | "USER"))) {
                    roles.extend(words.get(at + 2).map(|name| (*name).to_string()));
                }
            }
        }
    }
    roles
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository")
}

fn psql(database: &str) -> Command {
    let bindir = env::var("MIGRATE_PG_BINDIR").unwrap_or_default();
    let program = if bindir.is_empty() { "psql".into() } else { Path::new(&bindir).join("psql") };
    let mut command = Command::new(program);
    let path = format!("{bindir}:{}", env::var("PATH").unwrap_or_default());
    command
        .args(["-X", "-q", "-d", database])
        .current_dir(root())
        .env("PATH", path)
        .env("PGDATABASE", database);
    command.env("PGTZ", "UTC").env("PGCLIENTENCODING", "UTF8").env_remove("PGOPTIONS");
    command
}

/// Runs commands for which nobody waits with an answer.
fn administer(database: &str, statements: &[String]) {
    let mut command = psql(database);
    command.args(["-v", "ON_ERROR_STOP=1"]);
    for statement in statements {
        command.args(["-c", statement]);
    }
    let output = command.env("PGOPTIONS", "-c client_min_messages=warning").output().expect("psql");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Runs a document in a new database; psql's output, what went to stderr in its place.
fn run(name: &str, document: &Document) -> String {
    let database = format!("docs_{}", name.replace(|c: char| !c.is_ascii_alphanumeric(), "_").to_lowercase());
    let drops = || {
        let mut drops = vec![format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)")];
        drops.extend(roles(document).iter().map(|role| format!("DROP ROLE IF EXISTS {role}")));
        drops
    };
    administer("postgres", &drops());
    administer("postgres", &[format!("CREATE DATABASE {database}")]);
    let input = input(document);
    if !input.contains("CREATE EXTENSION migrate_ext") {
        administer(&database, &["CREATE EXTENSION migrate_ext".into()]);
    }
    let (script, log) = (out().join(format!("{database}.sql")), out().join(format!("{database}.log")));
    fs::write(&script, &input).expect("a script");
    // Both streams into one open file: each line stands where it was written.
    let file = File::create(&log).expect("a log");
    let mut child = psql(&database)
        .stdin(File::open(&script).expect("the script"))
        .stdout(file.try_clone().expect("the log"))
        .stderr(file)
        .spawn()
        .expect("psql");
    let start = Instant::now();
    while child.try_wait().expect("psql").is_none() {
        if start.elapsed() > LONGEST {
            child.kill().expect("psql can be killed");
        }
        sleep(Duration::from_millis(20));
    }
    let output = String::from_utf8_lossy(&fs::read(&log).expect("the log")).into_owned();
    administer("postgres", &drops());
    output
}

fn out() -> PathBuf {
    let folder = root().join("target/tests/docs");
    fs::create_dir_all(&folder).expect("target/tests/docs");
    folder
}

/// Runs one document; what is wrong with it.
fn check(name: &str, markdown: &str) -> (usize, Vec<String>) {
    let document = read(markdown);
    let mut faults: Vec<String> = document.faults.iter().map(|fault| format!("{name}, {fault}")).collect();
    for (line, reason) in &document.skipped {
        println!("{name}, line {line}: not run: {reason}");
    }
    let blocks = document.steps.iter().filter(|(_, step)| matches!(step, Step::Sql { .. })).count();
    if blocks == 0 || !faults.is_empty() {
        return (blocks, faults);
    }
    let output = run(name, &document);
    let pieces = pieces(&output);
    let mut answered: Vec<String> = markdown.lines().map(str::to_string).collect();
    for ((line, step), piece) in document.steps.iter().zip(&pieces).rev() {
        match step {
            Step::Wait(condition) if piece.contains(NEVER) || piece.lines().any(is_error) => {
                faults.push(format!("{name}, line {line}: never came true: {condition}\n{piece}"));
            }
            Step::Wait(_) => {}
            Step::Sql { expected, .. } => {
                if let Err(fault) = judge(piece, expected.as_ref().map(|answer| answer.text.as_str())) {
                    faults.push(format!("{name}, line {line}: {fault}\nthe whole answer:\n{piece}\n"));
                    if let Some(answer) = expected {
                        answered.splice(answer.lines.clone(), piece.lines().map(str::to_string));
                    }
                }
            }
        }
    }
    if let Some((line, _)) = document.steps.get(pieces.len()) {
        faults.push(format!("{name}, line {line}: psql did not come to the end of this block:\n{output}"));
    }
    let copy = out().join(name.replace('/', "_"));
    fs::write(&copy, answered.join("\n") + "\n").expect("the copy");
    faults.reverse();
    (blocks, faults)
}

/// The documents, by their paths from the root.
fn documents() -> Vec<String> {
    let mut names = vec!["README.md".to_string(), "SECURITY.md".to_string()];
    let mut more: Vec<String> = fs::read_dir(root().join("docs"))
        .expect("docs/")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    more.sort();
    names.extend(more);
    names
}

#[test]
fn documents_say_what_happens() {
    let only = env::var("DOCS").unwrap_or_default();
    let (mut blocks, mut faults) = (0, Vec::new());
    for name in documents().iter().filter(|name| name.contains(&only)) {
        let markdown =
            fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let (found, wrong) = check(name, &markdown);
        println!("{name}: {found} blocks run");
        blocks += found;
        faults.extend(wrong);
    }
    assert!(blocks > 0, "no block was found in {:?}", documents());
    assert!(
        faults.is_empty(),
        "{}\n{} of {blocks} blocks are wrong; the documents with the answers that came are in target/tests/docs",
        faults.join("\n"),
        faults.len()
    );
}

/// Pictures, too, and what stands in no answer.
#[test]
fn texts_fit_the_screen() {
    let mut wide = Vec::new();
    for name in documents() {
        let markdown = fs::read_to_string(root().join(&name)).unwrap_or_default();
        let mut is_text = false;
        for (at, line) in markdown.lines().enumerate() {
            match line.strip_prefix("```") {
                Some(tag) => is_text = matches!(tag, "text" | "console"),
                None if is_text && line.chars().count() > comparing::WIDTH => {
                    wide.push(format!("{name}, line {}: {line}", at + 1));
                }
                None => {}
            }
        }
    }
    assert!(wide.is_empty(), "wider than {} columns:\n{}", comparing::WIDTH, wide.join("\n"));
}

/// Links between the documents lead somewhere.
#[test]
fn links_lead_to_files() {
    let mut dead = Vec::new();
    for name in documents().into_iter().chain(["CONTRIBUTING.md".into(), "CHANGELOG.md".into()]) {
        let path = root().join(&name);
        let markdown = fs::read_to_string(&path).unwrap_or_default();
        for link in markdown.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            if !link.is_empty() && !link.contains("://") && !path.with_file_name(link).exists() {
                dead.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[path = "docs/runner.rs"]
mod runner;
