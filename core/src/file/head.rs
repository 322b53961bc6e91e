//! Comments in an up script that read like the head of a down part: of a form that we do not know, or of ours with a
//! slip in it. What stands below would run at the end of the up script and take its work away.
//!
//! What is not understood is not run. Prose that is refused costs an argument (`plain => true`), so doubt goes that
//! way. Still, prose must stay prose: only a comment that consists of little else than such words is taken for a head,
//! between two statements, on a line of its own. Behind a statement on its line only what has a tool's sign is.

use std::ops::Range;

use super::lines::trim;
use super::marker::{quoted, strip_word};
use crate::lex::{self, Comment};

/// Words for the way back.
const DOWN: [&str; 16] = [
    "down",
    "downs",
    "downgrade",
    "rollback",
    "rollbacks",
    "rolldown",
    "undo",
    "undos",
    "revert",
    "reverts",
    "reverse",
    "backward",
    "backwards",
    "backout",
    "unapply",
    "undeploy",
];

/// Words that may stand beside them and add nothing.
const FILLER: [&str; 36] = [
    "above",
    "all",
    "begin",
    "begins",
    "beginning",
    "below",
    "changes",
    "code",
    "commands",
    "dbmate",
    "everything",
    "follows",
    "for",
    "goose",
    "here",
    "instructions",
    "is",
    "notransaction",
    "of",
    "part",
    "play",
    "rambler",
    "script",
    "scripts",
    "section",
    "sections",
    "sql",
    "start",
    "starts",
    "statements",
    "the",
    "this",
    "v",
    "version",
    "queries",
    "query",
];

/// Words of tools, before which a sign stands or could.
const TOOLS: [&str; 7] = ["migrate", "goose", "rambler", "dbmate", "liquibase", "tern", "flyway"];

/// Words that number or name what stands behind a colon: `Part 2: Down`.
const PARTS: [&str; 4] = ["part", "phase", "section", "step"];

/// The first head: its line, counted from `first`, and its text. In a file whose up part has a heading in words,
/// `is_headed`, a down part has one that may say more.
pub(super) fn find(script: &str, first: u32, is_headed: bool) -> Option<(u32, String)> {
    let comments = lex::comments(&lex::copied::without_rows(script, false), false);
    let (mut line, mut from) = (first, 0);
    let sql = sql(script, &comments);
    for (number, comment) in comments.iter().enumerate() {
        line += newlines(&script[from..comment.range.start]);
        from = comment.range.start;
        if !comment.is_between || !comment.is_closed {
            continue;
        }
        let text = &script[comment.range.clone()];
        let begins_line = trim_line_start(&script[..comment.range.start]);
        let longer = || (is_headed && !comment.is_block && is_long_heading(text)).then_some(Reading::Words);
        let reading = read(text, comment.is_block).or_else(longer).or_else(|| {
            let above = comments.get(number.checked_sub(1)?)?;
            let is_under_ruler = is_ruler(&script[above.range.clone()])
                && newlines(&script[above.range.end..comment.range.start]) == 1;
            (is_under_ruler && is_title(text)).then_some(Reading::Words)
        });
        let is_head = match reading {
            Some(Reading::Marker) => true,
            Some(Reading::Words) => begins_line && !is_documentation(script, &sql, &comments[number..]),
            None => false,
        };
        if is_head {
            let lines = text.replace("\r\n", "\n");
            let one_line = lines.split(['\n', '\r']).map(trim).collect::<Vec<_>>().join(" ");
            return Some((line, quoted(&one_line)));
        }
    }
    None
}

/// What a comment reads like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// A tool's marker, with its sign.
    Marker,
    /// A heading in words.
    Words,
}

fn read(comment: &str, is_block: bool) -> Option<Reading> {
    /// Longer ones are sentences.
    const MOST_WORDS: usize = 6;
    const LONGEST: usize = 200;
    let inside = if is_block { one_line_of_block(comment)? } else { &comment[2..] };
    // Liquibase's `--rollback DROP TABLE t` holds the down part itself, and no statement of ours.
    if !is_block && strip_word(inside, "rollback ").is_some_and(begins_with_command) {
        return Some(Reading::Marker);
    }
    let text = inside.trim_matches(|c: char| c.is_ascii_whitespace() || "-=*#~_".contains(c));
    if text.len() > LONGEST {
        return None;
    }
    let lower =
        text.to_lowercase().replace("transaction:false", "notransaction").replace("transaction:true", "");
    let has_sign =
        inside.trim_start_matches(['-', ' ', '\t', '*', '#', '=']).starts_with(['+', '@', '!', '/'])
            || ["migrate:", "migrate :"].iter().any(|sign| lower.starts_with(sign));
    // A statement that is commented out.
    if lower.starts_with("rollback;") || lower.starts_with("rollback transaction;") {
        return None;
    }
    let all = words(&lower);
    let tern = ["create", "above", "drop", "below"];
    if all.len() <= MOST_WORDS && (tern.iter().all(|word| all.contains(word)) || all == ["drop", "below"]) {
        return Some(Reading::Marker);
    }
    let (heading, behind) = set_off(&lower);
    let part = words(heading);
    let is_part = part.split_first().is_some_and(|(word, rest)| PARTS.contains(word) && is_filler(rest));
    let (heading, behind) = match behind.or(lower.split_once(':').map(|(_, behind)| behind)) {
        Some(behind) if is_part => set_off(trim(behind)),
        _ => (heading, behind),
    };
    let words = words(heading);
    if words.is_empty() || words.len() > MOST_WORDS {
        return None;
    }
    let is_tool = TOOLS.contains(&words[0]);
    if !is_heading(&words) {
        return None;
    }
    if has_sign || is_tool {
        return Some(Reading::Marker);
    }
    match behind {
        None => Some(Reading::Words),
        // `Down migration - drop users`; but `Rollback: see ticket 12` and `Down: none` say something of it.
        Some(behind) => {
            let is_titled = words.len() > 1 || words[0].starts_with("down");
            (is_titled && !is_prose(behind)).then_some(Reading::Words)
        }
    }
}

/// Whether what stands behind a heading says something of it.
fn is_prose(behind: &str) -> bool {
    let says_more =
        ["none", "n/a", "not ", "no ", "see ", "cannot", "irreversible", "is ", "nothing", "manual"];
    says_more.iter().any(|word| behind.starts_with(word)) || (is_command(behind) && behind.ends_with(';'))
}

/// `Down Migration for the users`, as node-pg-migrate takes it; `Down migration is not possible` is prose.
fn is_long_heading(comment: &str) -> bool {
    let lower = comment.to_lowercase();
    let text = lower.trim_matches(|c: char| c.is_ascii_whitespace() || c == '-');
    let behind = strip_word(text, "down").map(str::trim_start).and_then(|rest| strip_word(rest, "migration"));
    behind.is_some_and(|behind| {
        let behind = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
        // Verbs of sentences about it.
        let verbs =
            ["are ", "can", "could ", "does", "has ", "intentional", "impossible", "isn", "must", "needs"];
        let more = ["omitted", "should", "skipped", "unsupported", "was ", "will", "would"];
        !verbs.iter().chain(&more).any(|verb| behind.starts_with(verb)) && !is_prose(behind)
    })
}

/// A heading, and what a colon, a dash or a parenthesis sets off from it.
fn set_off(text: &str) -> (&str, Option<&str>) {
    let cut = text.char_indices().find(|&(at, c)| {
        let spaced = |c: char| matches!(c, '-' | '–' | '—') && text[..at].ends_with(' ');
        // The colon of `migrate: down` is a part of it.
        at > 0 && (c == ':' && words(&text[..at]) != ["migrate"] || matches!(c, '(' | ',') || spaced(c))
    });
    let Some((at, _)) = cut else { return (text, None) };
    let behind = text[at..].trim_start_matches(|c: char| !c.is_alphanumeric());
    // `DOWN MIGRATION (ROLLBACK)` says the same twice.
    let says_nothing = behind.is_empty() || is_heading(&words(behind));
    (&text[..at], (!says_nothing).then_some(behind))
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Whether words say that the way back begins here, and nothing else.
fn is_heading(words: &[&str]) -> bool {
    let is_down = |at: usize| {
        DOWN.contains(&words[at])
            || (words[at] == "roll" && words.get(at + 1) == Some(&"back"))
            || (words[at] == "back" && at > 0 && words[at - 1] == "roll")
    };
    let adds_nothing = |word: &str| is_filler(&[word]);
    let is_verb_alone = words.contains(&"is") && !words.iter().any(|word| ["here", "below"].contains(word));
    !is_verb_alone
        && (0..words.len()).any(is_down)
        && (0..words.len()).all(|at| is_down(at) || adds_nothing(words[at]))
}

/// Whether words add nothing to one for the way back.
fn is_filler(words: &[&str]) -> bool {
    let adds_nothing = |word: &&str| {
        FILLER.contains(word)
            || TOOLS.contains(word)
            // With its misspellings.
            || word.starts_with("migr")
            || word.chars().all(|c| c.is_ascii_digit())
    };
    words.iter().all(adds_nothing)
}

/// Whether a line under a ruler is the title of a down part: `USERS: DOWN MIGRATION`.
fn is_title(comment: &str) -> bool {
    let lower = comment.to_lowercase();
    let words = words(&lower);
    let denies = ["no", "not", "without", "never"];
    match words.as_slice() {
        [.., "down" | "rollback" | "undo", last] => {
            words.len() <= 8 && last.starts_with("migr") && !words.iter().any(|word| denies.contains(word))
        }
        _ => false,
    }
}

fn is_ruler(comment: &str) -> bool {
    comment.len() >= 5 && !comment.contains(|c: char| !"-=*#~_ ".contains(c))
}

/// What a block comment says, where that is one line but for rulers.
fn one_line_of_block(comment: &str) -> Option<&str> {
    let inside = comment.strip_prefix("/*")?.strip_suffix("*/")?;
    let is_ruler = |line: &&str| line.chars().any(char::is_alphanumeric);
    let mut lines = inside.split(['\n', '\r']).filter(is_ruler);
    let line = lines.next()?;
    lines.next().is_none().then_some(line)
}

/// Whether what stands below a heading is itself in comments: a note of how to go back, which nobody runs. That is so
/// where comments follow at once, and then nothing, or a blank line behind what ends like a statement. Above the first
/// statement of a script a note is the rule.
fn is_documentation(script: &str, sql: &Range<usize>, comments: &[Comment]) -> bool {
    /// Notes are shorter, and anybody may have written this.
    const MOST_LINES: usize = 200;
    let Some((head, below)) = comments.split_first() else { return false };
    if head.range.end >= sql.end {
        let says = |comment: &Comment| script[comment.range.clone()].contains(char::is_alphanumeric);
        return below.iter().any(says);
    }
    let mut end = head.range.end;
    let mut last = None;
    for comment in below.iter().take(MOST_LINES) {
        let gap = &script[end..comment.range.start];
        if !trim(gap).is_empty() || newlines(gap) > 1 {
            break;
        }
        // A ruler belongs to the heading.
        let text = trim(script[comment.range.clone()].trim_start_matches(['-', '/', '*', '=']));
        if !text.is_empty() {
            last = Some(text.trim_end_matches(['*', '/', ' ']));
        }
        end = comment.range.end;
    }
    let Some(last) = last else { return false };
    let rest = &script[end..];
    let blank_line = newlines(&rest[..rest.len() - rest.trim_start().len()]) > 1;
    (blank_line && last.ends_with(';')) || head.range.end <= sql.start
}

/// From the first to the last of a script that is no comment.
fn sql(script: &str, comments: &[Comment]) -> Range<usize> {
    let mut end = script.len();
    for comment in comments.iter().rev() {
        if !trim(&script[comment.range.end..end]).is_empty() {
            break;
        }
        end = comment.range.start;
    }
    lex::first_token(script)..end
}

/// Whether a text begins like a statement.
fn is_command(text: &str) -> bool {
    let verbs =
        ["alter", "create", "delete", "drop", "grant", "insert", "revoke", "select", "truncate", "update"];
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    verbs.contains(&first.to_lowercase().as_str())
}

/// The same, or one of Liquibase's words for an empty one.
fn begins_with_command(text: &str) -> bool {
    let text = trim(text);
    is_command(text)
        || ["empty", "not required", "changesetid"].iter().any(|word| strip_word(text, word).is_some())
}

/// Whether a line begins where the text ends.
fn trim_line_start(before: &str) -> bool {
    before.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|c| matches!(c, '\n' | '\r'))
}

/// How many lines end in a text.
fn newlines(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let ends = (0..bytes.len())
        .filter(|&at| bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
    ends.count() as u32
}

#[cfg(test)]
mod tests;
