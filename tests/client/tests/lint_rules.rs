//! What each rule of the linter finds, and what it does not: `tests/lint/RULE.sql`, and the examples of `docs/rules/RULE.md`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use migrate_client_tests::{Db, Session};

fn folder(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../..", name].iter().collect()
}

/// The rules that are there, or the one that the environment asks for.
fn rules() -> Vec<String> {
    let name = |path: PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let files = fs::read_dir(folder("core/src/lint/rules")).expect("rules");
    let rules = files.map(|file| name(file.expect("a file").path()).replace('_', "-"));
    let asked = env::var("RULE").ok();
    let mut rules: Vec<_> = rules.filter(|rule| asked.as_ref().is_none_or(|asked| asked == rule)).collect();
    rules.sort();
    assert!(!rules.is_empty(), "no rule");
    rules
}

#[derive(Debug, Default, Clone)]
struct Case {
    /// How it is told.
    title: String,
    /// How many findings, and how bad; none for a silent one.
    finds: Option<(usize, String)>,
    given: String,
    script: String,
    fix: Option<String>,
}

/// The cases of a file.
fn cases(text: &str) -> Vec<Case> {
    let (mut cases, mut common, mut part) = (Vec::<Case>::new(), String::new(), "");
    for line in text.lines() {
        if let Some(head) = line.strip_prefix("--- ") {
            let (word, rest) = head.split_once([' ', ':']).unwrap_or((head, ""));
            part = match word {
                "finds" | "silent" => "",
                "given" => "given",
                "script" => "script",
                "fix" => "fix",
                other => panic!("--- {other}"),
            };
            if part.is_empty() {
                let finds = (word == "finds").then(|| {
                    let (what, _) = rest.split_once(':').unwrap_or((rest, ""));
                    let mut what = what.split_whitespace().rev();
                    let severity = what.next().unwrap_or_default().to_string();
                    (what.next().map_or(1, |count| count.parse().expect("a number")), severity)
                });
                cases.push(Case { title: head.into(), finds, given: common.clone(), ..Case::default() });
            }
            if part == "fix" {
                cases.last_mut().expect("a case").fix = Some(String::new());
            }
            continue;
        }
        let text = match (cases.last_mut(), part) {
            (None, "given") => &mut common,
            (Some(case), "given") => &mut case.given,
            (Some(case), "script") => &mut case.script,
            (Some(case), "fix") => case.fix.as_mut().expect("begun"),
            _ => panic!("a line outside: {line}"),
        };
        text.push_str(line);
        text.push('\n');
    }
    cases
}

/// What a rule says of a script: severity, message, hint and fix of each finding.
fn found(session: &mut Session, rule: &str, script: &str) -> Result<Vec<[String; 4]>, String> {
    let sql = format!(
        "SELECT severity || E'\\x01' || message || E'\\x01' || hint || E'\\x01' || coalesce(fix, '')
         FROM migrate.lint({}) WHERE rule = {}",
        literal(script),
        literal(rule)
    );
    let rows = session.try_query(&sql).map_err(|error| format!("{error:?}"))?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let parts: Vec<_> = row.split('\u{1}').map(str::to_string).collect();
            parts.try_into().expect("four columns")
        })
        .collect())
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// What all rules say of a script, sorted: rule, severity, place, and the message without blanks, since how it is broken
/// into lines depends on the others. What is said of ignores is left out.
fn said(session: &mut Session, script: &str) -> Result<Vec<String>, String> {
    let sql = format!(
        "SELECT concat_ws(': ', rule, severity, line, col, regexp_replace(message, '\\s', '', 'g')) FROM migrate.lint({}) WHERE rule <> 'unused-ignore' ORDER BY 1",
        literal(script)
    );
    session.try_query(&sql).map_err(|error| format!("{error:?}"))
}

/// Whether a case is about its rule: switched off, it finds nothing, and every other rule says what it said before.
fn is_of_its_rule(session: &mut Session, rule: &str, case: &Case) -> Result<(), String> {
    let mut expected = said(session, &case.script)?;
    let all = expected.len();
    expected.retain(|line| !line.starts_with(&format!("{rule}: ")));
    if (expected.len() < all) != case.finds.is_some() {
        return Err(format!("{} of {all} findings are of another rule", expected.len()));
    }
    session.exec(&format!("SET LOCAL migrate.lint_disabled = '{rule}'"));
    let left = said(session, &case.script);
    session.exec("SET LOCAL migrate.lint_disabled = ''");
    match left? {
        left if left == expected => Ok(()),
        left => Err(format!("switched off, it leaves {left:?}, not {expected:?}")),
    }
}

/// What is wrong with a case.
fn judge(session: &mut Session, rule: &str, case: &Case) -> Result<(), String> {
    let findings = found(session, rule, &case.script)?;
    let severities: Vec<_> = findings.iter().map(|[severity, ..]| severity.clone()).collect();
    let expected = match &case.finds {
        Some((count, severity)) => vec![severity.clone(); *count],
        None => Vec::new(),
    };
    if severities != expected {
        return Err(format!("found {findings:?}"));
    }
    for [severity, message, hint, fix] in &findings {
        if message.is_empty() || hint.is_empty() && severity != "info" {
            return Err(format!("no hint: {message}"));
        }
        if let Some(pinned) = &case.fix
            && pinned.trim() != fix
        {
            return Err(format!("the fix is {fix}"));
        }
        let again = if fix.is_empty() { Vec::new() } else { found(session, rule, fix)? };
        if again.iter().any(|[again, ..]| again != "info") {
            return Err(format!("{fix} is found again: {again:?}"));
        }
    }
    Ok(())
}

/// Judges a case in a schema of its own, and takes all of it back.
fn judge_alone(session: &mut Session, rule: &str, case: &Case) -> Result<(), String> {
    session.exec(
        "BEGIN; CREATE SCHEMA lint_case; SET LOCAL search_path = lint_case, public; SET LOCAL migrate.small_table = 100",
    );
    let judged = match case.given.trim() {
        "" => Ok(()),
        given => session.try_query(given).map(|_| ()).map_err(|error| format!("given: {error:?}")),
    };
    let judged = judged.and_then(|()| judge(session, rule, case));
    let judged = judged.and_then(|()| is_of_its_rule(session, rule, case));
    session.exec("ROLLBACK");
    judged
}

/// The words of a case, without comments: what is there with what is done to it.
fn words(case: &Case) -> BTreeSet<String> {
    let text = [case.given.as_str(), case.script.as_str()].concat().to_lowercase();
    let lines = text.lines().map(|line| line.split("--").next().unwrap_or_default());
    let separate = |c: char| !(c.is_alphanumeric() || c == '_' || c == '"');
    lines.flat_map(|line| line.split(separate)).filter(|word| !word.is_empty()).map(str::to_string).collect()
}

/// How much of what two cases say is said by both, of a hundred.
fn nearness(one: &Case, other: &Case) -> usize {
    let (one, other) = (words(one), words(other));
    100 * one.intersection(&other).count() / one.union(&other).count().max(1)
}

/// Each rule has a near miss that says much of what a case says that finds.
#[test]
fn near_misses_are_near() {
    const NEAR: usize = 40;
    let mut far = Vec::new();
    for rule in rules() {
        let cases = cases(&read(&folder("tests/lint").join(format!("{rule}.sql"))));
        let (finds, silent): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| case.finds.is_some());
        let near = |case: &&Case| finds.iter().map(|other| nearness(case, other)).max();
        let nearest = silent.iter().filter_map(near).max().unwrap_or(0);
        if nearest < NEAR {
            far.push(format!("{rule}: {nearest} %"));
        }
    }
    assert!(far.is_empty(), "{}", far.join("\n"));
}

#[test]
fn each_rule_finds_what_it_should() {
    let db = Db::fresh();
    let mut session = db.session();
    let mut wrong = Vec::new();
    for rule in rules() {
        let file = folder("tests/lint").join(format!("{rule}.sql"));
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let cases = cases(&text);
        let finds = cases.iter().filter(|case| case.finds.is_some()).count();
        if finds == 0 || finds == cases.len() {
            wrong.push(format!("{rule}: needs cases that find and such that do not"));
        }
        for case in cases {
            if let Err(why) = judge_alone(&mut session, &rule, &case) {
                wrong.push(format!("{rule}: {}: {why}", case.title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first SQL block of a section.
fn block<'a>(page: &'a str, section: &str) -> Option<&'a str> {
    let section = page.split("\n## ").find(|part| part.starts_with(section))?;
    let block = section.split_once("```sql\n")?.1;
    block.split_once("```").map(|(block, _)| block)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn pages_show_what_is_found_and_what_is_not() {
    let db = Db::fresh();
    let mut session = db.session();
    let list = read(&folder("docs/rules/README.md"));
    let mut wrong = Vec::new();
    for rule in rules() {
        let page = read(&folder("docs/rules").join(format!("{rule}.md")));
        if !page.starts_with(&format!("# {rule}\n")) || !list.contains(&format!("({rule}.md)")) {
            wrong.push(format!("{rule}: no title, or not in README.md"));
        }
        // What a page takes for granted is taken back with it.
        session.exec("BEGIN");
        if let Some(Err(error)) = block(&page, "Given").map(|given| session.try_query(given)) {
            wrong.push(format!("{rule}: Given: {error:?}"));
        }
        for (section, finds) in [("Example", true), ("Fix", false)] {
            let Some(script) = block(&page, section) else {
                wrong.push(format!("{rule}: no SQL under {section}"));
                continue;
            };
            let findings = found(&mut session, &rule, script);
            let is_found = findings.as_ref().is_ok_and(|findings| !findings.is_empty());
            if findings.is_err() || is_found != finds {
                wrong.push(format!("{rule}: {section}: {findings:?}"));
            }
        }
        session.exec("ROLLBACK");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
