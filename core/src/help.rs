//! Finding a call by a word: what `migrate.help` answers, made of the catalog's comments.
//!
//! A comment's first line says what a call does, its last one may be an example. Nothing else is kept about a call, so
//! an answer cannot say anything that the catalog does not. Widths are such that any answer fits into 120 columns.

mod words;

use self::words::{Word, words};
use crate::text::{self, nearest};

/// What a call is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is called.
    Procedure,
    /// It stands behind SELECT.
    Function,
    /// It is read.
    View,
    /// It is set.
    Setting,
}

/// Something that can be asked of the extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What it is.
    pub kind: Kind,
    /// Its name without the schema.
    pub name: String,
    /// A function's arguments as the server writes them; a setting's value.
    pub arguments: String,
    /// Its comment.
    pub comment: String,
}

/// A row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The name.
    pub call: String,
    /// What it does.
    pub what: String,
    /// How it is written, behind SELECT * FROM if it is a function or a view.
    pub example: String,
}

/// The longest name of a call, description and example of an answer: 112, and 8 for what psql puts between them.
const CALL: usize = 26;
const WHAT: usize = 40;
const EXAMPLE: usize = 46;

impl Call {
    /// What the comment says up to a colon or semicolon, or as many clauses of it as fit.
    pub fn what(&self) -> String {
        let first = self.comment.lines().next().unwrap_or_default().trim_end_matches('.');
        let ends = |marks: &[char]| -> Vec<usize> {
            let ends = first.match_indices(marks).map(|(at, _)| at);
            ends.filter(|at| first[at + 1..].starts_with(' ')).chain([first.len()]).collect()
        };
        let fits = |end: &usize| first[..*end].chars().count() <= WHAT;
        let whole = ends(&[':', ';']).into_iter().take(1).find(fits);
        match whole.or_else(|| ends(&[':', ';', ',']).into_iter().rfind(fits)) {
            Some(end) => first[..end].to_string(),
            None => text::one_line(first, WHAT),
        }
    }

    /// The example of the comment, a whole statement without its semicolon.
    pub fn example(&self) -> Option<&str> {
        self.comment.lines().find_map(|line| line.strip_prefix("Example: "))
    }

    fn short_example(&self) -> String {
        let example = match self.kind {
            Kind::View => format!("migrate.{}", self.name),
            // It is there to be looked at.
            Kind::Setting if self.name == "library_version" => format!("SHOW migrate.{}", self.name),
            Kind::Setting => format!("SET migrate.{} = '{}'", self.name, self.arguments),
            Kind::Function | Kind::Procedure => {
                let example = self.example().unwrap_or_default();
                let bare = example.strip_prefix("SELECT * FROM ").or(example.strip_prefix("SELECT "));
                bare.unwrap_or(example).to_string()
            }
        };
        if example.chars().count() <= EXAMPLE {
            return example;
        }
        let more = "...)";
        let fits = |end: &usize| example[..*end].chars().count() + more.chars().count() <= EXAMPLE;
        let ends = example.match_indices(", ").map(|(at, _)| at + 2);
        let open = example.find('(').map(|at| at + 1);
        let end = open.into_iter().chain(ends).filter(fits).last();
        end.map_or_else(|| text::one_line(&example, EXAMPLE), |end| format!("{}{more}", &example[..end]))
    }

    fn row(&self) -> Row {
        Row { call: text::one_line(&self.name, CALL), what: self.what(), example: self.short_example() }
    }

    /// A row for each argument.
    fn argument_rows(&self) -> Vec<Row> {
        let arguments = if self.kind < Kind::View { arguments(&self.arguments) } else { Vec::new() };
        let row = |argument: Argument| Row {
            call: format!("  {}", argument.name),
            what: match argument.default {
                Some(default) => {
                    text::one_line(&format!("{}, {default} if left out", argument.type_name), WHAT)
                }
                None => argument.type_name,
            },
            example: String::new(),
        };
        arguments.into_iter().map(row).collect()
    }

    /// How well a word fits: the name counts most, then arguments, then the comment. None: it does not.
    fn fits(&self, word: &Word) -> Option<u32> {
        let names: Vec<String> =
            arguments(&self.arguments).into_iter().map(|argument| argument.name).collect();
        let comment = self.comment.lines().next().unwrap_or_default();
        let names = if self.kind < Kind::View { names.join(" ") } else { String::new() };
        // What stands for a word is a name here. In a sentence it may be anything.
        let own = word.is_in(comment).filter(|other| *other == 0);
        let named = [(6, self.name.as_str()), (4, &names)];
        let named = named.into_iter().filter_map(|(worth, text)| Some(worth - word.is_in(text)?));
        named.chain(own.map(|_| 2)).max()
    }
}

/// An argument as the server writes it.
#[derive(Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its type.
    pub type_name: String,
    /// What it is if it is left out; none if it must be given.
    pub default: Option<String>,
}

/// The arguments that `pg_get_function_arguments` has written.
pub fn arguments(written: &str) -> Vec<Argument> {
    let mut pieces = vec![String::new()];
    let (mut depth, mut quoted) = (0, false);
    for c in written.chars() {
        match c {
            '\'' => quoted = !quoted,
            '(' | '[' if !quoted => depth += 1,
            ')' | ']' if !quoted => depth -= 1,
            _ => {}
        }
        match (c, pieces.last_mut()) {
            (',', _) if !quoted && depth == 0 => pieces.push(String::new()),
            (_, Some(piece)) => piece.push(c),
            (_, None) => {}
        }
    }
    pieces.iter().filter_map(|piece| argument(piece.trim())).collect()
}

fn argument(written: &str) -> Option<Argument> {
    let written = written.strip_prefix("IN ").or(written.strip_prefix("INOUT ")).unwrap_or(written);
    let (declared, default) = match written.split_once(" DEFAULT ") {
        Some((declared, default)) => (declared, Some(default)),
        None => (written, None),
    };
    let (name, type_name) = declared.split_once(' ')?;
    // A constant is written with its type, which has been said.
    let default = default.map(|value| value.split("::").next().unwrap_or(value).to_string());
    Some(Argument { name: name.trim_matches('"').into(), type_name: type_name.into(), default })
}

/// What there is about a word or some words, the best first; without any, all there is. Never nothing.
pub fn find(asked: Option<&str>, mut calls: Vec<Call>) -> Vec<Row> {
    calls.sort_by(|a, b| (a.kind, &a.name, &a.arguments).cmp(&(b.kind, &b.name, &b.arguments)));
    let asked = asked.unwrap_or_default().trim().to_lowercase();
    let name = asked.trim_start_matches("migrate.").split('(').next().unwrap_or_default().trim();
    let exact: Vec<&Call> = calls.iter().filter(|call| !name.is_empty() && call.name == name).collect();
    let found = if asked.is_empty() { calls.iter().collect() } else { matching(&words(&asked), &calls) };
    let mut rows = Vec::new();
    for call in &exact {
        rows.push(call.row());
        rows.extend(call.argument_rows());
    }
    rows.extend(found.into_iter().filter(|call| !exact.contains(call)).map(Call::row));
    if rows.is_empty() {
        let names: Vec<String> = calls.iter().map(|call| call.name.clone()).collect();
        let near = nearest(name, names);
        rows.extend(calls.iter().filter(|call| near.contains(&call.name)).map(Call::row));
    }
    if rows.is_empty() {
        rows.push(Row {
            call: "help".into(),
            what: "nothing found; without a word: all calls".into(),
            example: "migrate.help()".into(),
        });
    }
    rows
}

/// The calls that all words fit, or, if there are none, those that some fit; the best first.
fn matching<'a>(words: &[Word], calls: &'a [Call]) -> Vec<&'a Call> {
    let worth = |call: &Call| {
        let fit: Vec<u32> = words.iter().filter_map(|word| call.fits(word)).collect();
        (fit.len(), fit.iter().sum::<u32>())
    };
    let mut found: Vec<(usize, u32, &Call)> =
        calls.iter().map(|call| (call, worth(call))).map(|(call, (fit, worth))| (fit, worth, call)).collect();
    let most = found.iter().map(|(fit, ..)| *fit).max().unwrap_or(0);
    found.retain(|(fit, ..)| *fit == most && *fit > 0);
    // Sorting is stable: calls that fit alike stay in the order of their kinds and names.
    found.sort_by_key(|(_, worth, _)| std::cmp::Reverse(*worth));
    found.into_iter().map(|(.., call)| call).collect()
}

#[cfg(test)]
mod tests;
