//! Comments in an up script that read like the head of a down part: of a form that we do not know, or of ours with a
//! slip in it. What stands below would run at the end of the up script and take its work away.
//!
//! Prose must stay prose: only a comment that consists of little else than such words is taken for a head, between two
//! statements, on a line of its own. Behind a statement on its line only what has a tool's sign is.

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
const FILLER: [&str; 31] = [
    "begin",
    "begins",
    "beginning",
    "below",
    "changes",
    "code",
    "dbmate",
    "follows",
    "for",
    "goose",
    "here",
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

/// The first head: its line, counted from `first`, and its text.
pub(super) fn find(script: &str, first: u32) -> Option<(u32, String)> {
    let comments = lex::comments(script, false);
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
        let is_head = match read(text, comment.is_block) {
            Some(Reading::Marker) => true,
            Some(Reading::Words) => begins_line && !is_documentation(script, &sql, &comments[number..]),
            None => false,
        };
        if is_head {
            let one_line = text.split(['\n', '\r']).map(trim).collect::<Vec<_>>().join(" ");
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
    let all = words(&lower);
    let tern = ["create", "above", "drop", "below"];
    if all.len() <= MOST_WORDS && (tern.iter().all(|word| all.contains(word)) || all == ["drop", "below"]) {
        return Some(Reading::Marker);
    }
    let (heading, behind) = set_off(&lower);
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
            let says_more =
                ["none", "n/a", "not ", "no ", "see ", "cannot", "irreversible", "is ", "nothing", "manual"];
            let is_prose = says_more.iter().any(|word| behind.starts_with(word))
                || (is_command(behind) && behind.ends_with(';'));
            (is_titled && !is_prose).then_some(Reading::Words)
        }
    }
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
    let adds_nothing = |word: &str| {
        FILLER.contains(&word)
            || TOOLS.contains(&word)
            // With its misspellings.
            || word.starts_with("migr")
            || word.chars().all(|c| c.is_ascii_digit())
    };
    let is_verb_alone = words.contains(&"is") && !words.iter().any(|word| ["here", "below"].contains(word));
    !is_verb_alone
        && (0..words.len()).any(is_down)
        && (0..words.len()).all(|at| is_down(at) || adds_nothing(words[at]))
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
    end >= sql.end || (blank_line && last.ends_with(';')) || head.range.end <= sql.start
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
mod tests {
    use super::*;

    /// Heads of tools, and what people write.
    const HEADS: &[&str] = &[
        "-- migrate: down",
        "-- migrate : down",
        "--migrate: Down",
        "-- migrate: down transaction:false",
        "-- migrate down",
        "-- migrate-down",
        "-- migrate_down",
        "-- Down",
        "-- down",
        "--down",
        "-- DOWN",
        "-- down:",
        "-- Down -",
        "-- [down]",
        "-- <down>",
        "-- {{ down }}",
        "-- down --",
        "-- ==== DOWN ====",
        "-- #### down ####",
        "-- *** UNDO ***",
        "--- !Downs",
        "-- !Downs",
        "-- rambler down",
        "-- rollback",
        "-- ROLLBACK",
        "-- Rollback:",
        "-- Roll back",
        "-- rollback script",
        "-- Rollback section",
        "-- rollback begins here",
        "-- goose Down",
        "-- + goose Down",
        "-- @goose down",
        "-- +down",
        "-- Migration DOWN",
        "-- DOWN MIGRATON (ROLLBACK)",
        "-- DOWN-MIGRATION",
        "-- MIGRATION DOWN",
        "-- REVERT",
        "-- Revert migration",
        "-- UNDO MIGRATION",
        "-- undo this migration",
        "-- @UNDO",
        "--//@UNDO",
        "-- //@UNDO",
        "-- @down",
        "-- #down",
        "--! down",
        "-- Down migration - drop users",
        "-- Down Migration: drop users",
        "-- Down Migration – drop everything",
        "-- down migration (drops the users)",
        "-- down: drop users",
        "-- Downgrade",
        "-- Down 0001",
        "-- down part",
        "-- Reverse migration",
        "-- Backward",
        "---- create above, drop below ----",
        "-- create above / drop below",
        "-- drop below",
        "/* down */",
        "/* ROLLBACK */",
        "/***** Down migration *****/",
        "/*\n * DOWN MIGRATION\n * --------------\n */",
        "--rollback DROP TABLE users;",
        "--rollback empty",
        "-- 👇 down",
    ];

    /// Prose with the same words in it.
    const PROSE: &[&str] = &[
        "-- Rollback is handled by the application",
        "-- scale down the batch size",
        "-- undo log table",
        "-- down payment",
        "-- Down migration is not possible",
        "-- Down migration: none",
        "-- down migration: not supported",
        "-- Down: none",
        "-- Down: n/a",
        "-- Rollback: see ticket 12",
        "-- Rollback: DROP TABLE users;",
        "-- rollback: not required",
        "-- No rollback",
        "-- no down migration",
        "-- there is no way down",
        "-- rollback the transaction if a row is missing",
        "-- roll back on error",
        "-- Rollback plan: restore the backup",
        "-- rollback segment sizes",
        "-- revert to the old default",
        "-- revert the change of 2023-01-02",
        "-- Revert \"add users\"",
        "-- reverse lookup table",
        "-- reverse the order of columns",
        "-- tear down the queue",
        "-- break down by month",
        "-- write down who did it",
        "-- count down to zero",
        "-- slow down writers",
        "-- drop down list of countries",
        "-- dropdown options",
        "-- shut down jobs first",
        "-- how to rollback",
        "-- To roll back, run the script in ops/",
        "-- narrow down the search",
        "-- step down",
        "-- the rollback of this migration deletes rows",
        "-- up and down votes",
        "-- upvotes, downvotes",
        "-- votes: up, down",
        "-- downloads",
        "-- thumbs down",
        "-- status is up or down",
        "-- undo history of documents",
        "-- cascade down to children",
        "-- downtime: none",
        "-- reverted by 0042",
        "-- markdown",
        "-- rollback_on_timeout must be set",
        "-- database down",
        "/* rollback of orders is done by a trigger */",
        "/* Down:\n   DROP TABLE users;\n   DROP TABLE groups; */",
        "-- --- --",
        "--",
        "/**/",
        "-- migrate the old rows",
        "-- migrate downloads to the new table",
        "-- Up",
    ];

    fn is_head(comment: &str) -> bool {
        find(&format!("CREATE TABLE users (id int);\n{comment}\nDROP TABLE users;\n"), 1).is_some()
    }

    #[test]
    fn heads_are_told_from_prose() {
        let missed: Vec<_> = HEADS.iter().filter(|head| !is_head(head)).collect();
        let taken: Vec<_> = PROSE.iter().filter(|prose| is_head(prose)).collect();
        assert!(missed.is_empty() && taken.is_empty(), "missed {missed:#?}, taken {taken:#?}");
        assert!(HEADS.len() > 60 && PROSE.len() > 55);
    }

    #[test]
    fn only_between_statements_and_on_a_line_of_its_own() {
        let heads = |script: &str| find(script, 10);
        assert_eq!(heads("SELECT 1;\n\n  -- down\nSELECT 2;"), Some((12, "-- down".into())));
        assert_eq!(heads("SELECT 1;\r\n\r\n-- down\r\nSELECT 2;"), Some((12, "-- down".into())));
        assert_eq!(heads("-- down\nSELECT 2;"), Some((10, "-- down".into())));
        assert_eq!(heads("SELECT 1; -- down\nSELECT 2;"), None);
        assert_eq!(heads("SELECT 1; -- migrate:down\nSELECT 2;"), Some((10, "-- migrate:down".into())));
        assert_eq!(heads("CREATE TYPE d AS ENUM ('up',\n-- down\n'down');"), None);
        assert_eq!(heads("DO $$ BEGIN\nNULL;\n-- down\nNULL; END $$;"), None);
        assert_eq!(heads("INSERT INTO t VALUES ('a;\n-- down\nb');"), None);
        assert_eq!(heads("SELECT 1;\n/* a\n-- down\nb */ SELECT 2;"), None);
        assert_eq!(heads("SELECT 1;\n-- down"), Some((11, "-- down".into())));
    }

    #[test]
    fn notes_of_the_way_back_are_prose() {
        let heads = |script: &str| find(script, 1).is_some();
        assert!(!heads("-- Rollback:\n--   DROP TABLE a;\nCREATE TABLE a ();"));
        assert!(!heads("CREATE TABLE a ();\n-- Rollback:\n-- DROP TABLE a;\n"));
        assert!(!heads("CREATE TABLE a ();\n-- Rollback:\n-- DROP TABLE a;\n\nCREATE TABLE b ();"));
        assert!(heads("CREATE TABLE a ();\n-- Down\n-- Drop it.\nDROP TABLE a;"));
        assert!(heads("CREATE TABLE a ();\n-- Down\n-- Drop it again;\nDROP TABLE a;"));
        assert!(heads("CREATE TABLE a ();\n-- ====\n-- DOWN\n-- ====\n\nDROP TABLE a;"));
        assert!(heads("CREATE TABLE a ();\n-- migrate: down\n-- nothing to do\n"));
    }
}
