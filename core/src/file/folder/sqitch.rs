//! sqitch's: changes in the order of `sqitch.plan`, each with a script in `deploy/` and perhaps one in `revert/`.
//!
//! A change has a name and no number. It is known by its name; its number is the time at which it was planned, which is
//! a part of its identity for sqitch, too. sqitch runs the scripts by psql, so what has no BEGIN commits by statement.

use std::collections::BTreeSet;

use super::found::{Files, Folder, Found, text};
use crate::error::FileError;
use crate::file::marker::quoted;
use crate::file::sending::Sending;
use crate::version::Version;

/// A change of the plan.
struct Change<'a> {
    name: &'a str,
    /// The first tag behind it: where the change is planned again later, its script has the tag in its name.
    tag: Option<&'a str>,
    /// YYYYMMDDhhmmss
    planned: i64,
}

pub(super) fn arrange(files: &Files) -> Folder {
    const PLAN: &str = "sqitch.plan";
    let mut folder = Folder::default();
    let changes = match read(text(files, PLAN).unwrap_or_default()) {
        Ok(changes) => changes,
        Err(line) => {
            folder.faults.push((PLAN.into(), line));
            return folder;
        }
    };
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut numbers: BTreeSet<i64> = BTreeSet::new();
    for (at, change) in changes.iter().enumerate() {
        let is_again = changes[at + 1..].iter().any(|later| later.name == change.name);
        let script = match (is_again, change.tag) {
            (true, Some(tag)) => format!("{}@{tag}", change.name),
            _ => change.name.to_owned(),
        };
        let (up, down) = (format!("deploy/{script}.sql"), format!("revert/{script}.sql"));
        if !files.contains_key(&up) {
            folder.faults.push((PLAN.into(), FileError::NotThere { name: up }));
            continue;
        }
        let mut number = change.planned;
        while !numbers.insert(number) {
            number += 1;
        }
        let down = files.contains_key(&down).then_some(down);
        used.extend(down.iter().chain([&up]).cloned());
        folder.found.push(Found {
            version: Version::of_number(number).labelled(&script),
            description: String::new(),
            up,
            down,
            is_plain: true,
            sending: Some(Sending::Each),
        });
    }
    for path in files.keys().filter(|path| !used.contains(*path) && path.as_str() != PLAN) {
        let why = match path.split('/').next() {
            Some("verify") => "a verify script, which psql can run",
            Some("deploy" | "revert") => "its change is not in sqitch.plan",
            _ => "not of a change in sqitch.plan",
        };
        folder.left_out.push((path.clone(), why.into()));
    }
    folder
}

/// The changes of a plan.
fn read(plan: &str) -> Result<Vec<Change<'_>>, FileError> {
    let mut changes: Vec<Change<'_>> = Vec::new();
    for (line, number) in plan.lines().zip(1..) {
        // A note begins with a sign that stands by itself.
        let line = line.split(" #").next().unwrap_or(line).trim();
        if line.is_empty() || line.starts_with(['%', '#']) {
            continue;
        }
        let fault = || FileError::Plan { line: number, text: quoted(line) };
        if let Some(tag) = line.strip_prefix('@') {
            let tag = tag.split_whitespace().next().ok_or_else(fault)?;
            for change in changes.iter_mut().rev().take_while(|change| change.tag.is_none()) {
                change.tag = Some(tag);
            }
            continue;
        }
        let name = line.strip_prefix('+').unwrap_or(line).trim_start();
        let (name, rest) = name.split_once(char::is_whitespace).ok_or_else(fault)?;
        // Dependencies stand in brackets.
        let rest = rest.split_once(']').map_or(rest, |(_, behind)| behind);
        let planned = rest.split_whitespace().next().and_then(time).ok_or_else(fault)?;
        if name.starts_with('-') {
            return Err(fault());
        }
        changes.push(Change { name, tag: None, planned });
    }
    Ok(changes)
}

/// The digits of `2024-01-31T12:00:00Z`.
fn time(text: &str) -> Option<i64> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 14 && text.ends_with('Z')).then(|| digits.parse().ok()).flatten()
}
