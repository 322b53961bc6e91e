//! CREATE OR REPLACE VIEW that the server refuses: a column goes, or gets another name, place, type or collation.

use crate::ddl::Command;
use crate::ddl::name::ObjectName;
use crate::ddl::object::Object;
use crate::ddl::view::{CreateView, View, ViewCheckOption};
use crate::lex::tokens::Tokens;
use crate::lint::facts::QueryColumn;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::script::Said;
use crate::lint::severity::Severity;
use crate::name::{shown, unquoted};

pub(super) const ID: &str = "replacing-view";
pub(super) const TITLE: &str = "CREATE OR REPLACE VIEW can only add columns at the end";

/// How far back the script is looked through.
const NEAR: usize = 200;

/// How far back for what alters the tables that it reads.
const FAR: usize = 1000;

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::View(View::Create(create)) = look.command() else { return };
    if !create.replace || look.runs_later() {
        return;
    }
    let is_gone = |command: &Command| {
        let Command::Object(Object::Drop(drop)) = command else { return false };
        drop.objects.iter().any(|object| {
            matches!(object, ObjectName::Name { names, .. } if names.last() == Some(&create.view.name))
        })
    };
    if look.before().take(NEAR).any(|before| is_gone(before.command())) {
        return;
    }
    let made = look.before().take(NEAR).find_map(|before| match before.command() {
        Command::View(View::Create(other)) if other.view.relation() == create.view.relation() => {
            Some(columns(&before.statement().text, &other.columns))
        }
        _ => None,
    });
    let subject = look.subject(&create.view);
    let old = match (made.clone(), subject.known().map(|known| &known.table)) {
        (Some(Some(made)), _) => made,
        (None, Some(table)) if table.kind == "v" => {
            table.columns.iter().map(|column| Some(column.name.clone())).collect()
        }
        (None, Some(table)) => {
            let what = if table.kind == "m" { "a materialized view" } else { "no view" };
            let message = format!("CREATE OR REPLACE VIEW {} fails: it is {what}.", table.display);
            found.add(Severity::Error, message).hint("Give the view another name: only you can say which.");
            return;
        }
        _ => return,
    };
    // Where the script has made the view, nothing is there to be compared with.
    let there = subject.known().filter(|_| made.is_none()).map(|known| known.table.columns.as_slice());
    let analysed = there.and_then(|_| analysed(look, create));
    let new: Option<Vec<_>> = match &analysed {
        Some(columns) => Some(columns.iter().map(|column| Some(column.name.clone())).collect()),
        None => columns(&look.statement().text, &create.columns),
    };
    let Some(new) = new else { return };
    let name = look.written(&create.view.relation());
    let renamed = old.iter().zip(&new).find_map(|pair| match pair {
        (Some(old), Some(new)) if old != new => Some((old, new)),
        _ => None,
    });
    let retyped = there.unwrap_or_default().iter().zip(analysed.iter().flatten()).find(|(old, new)| {
        old.data_type != new.data_type || old.collation != new.collation
    });
    let why = match (renamed, retyped) {
        (Some((old, new)), _) => format!("column {} cannot become {}", shown(old), shown(new)),
        (None, _) if new.len() < old.len() => {
            let gone =
                old[new.len()..].iter().map(|name| name.as_ref().map_or("?".into(), |name| shown(name)));
            format!("column {} cannot go", gone.collect::<Vec<_>>().join(", "))
        }
        (None, Some((old, new))) if old.data_type != new.data_type => {
            format!("column {} is {} and cannot become {}", shown(&old.name), old.data_type, new.data_type)
        }
        (None, Some((old, _))) => format!("column {} cannot get another collation", shown(&old.name)),
        (None, None) => return,
    };
    let message = format!("CREATE OR REPLACE VIEW {name} fails: {why}.");
    found
        .add(Severity::Error, message)
        .hint("Keep names and order, and add at the end; or DROP VIEW first: more than one statement.");
}

/// The columns as the server has them, under the names that the statement gives them; none where what the query reads is
/// altered before it.
fn analysed(look: &Look, create: &CreateView) -> Option<Vec<QueryColumn>> {
    let tables = &*look.statement().tables;
    let names = |said: &Said| {
        !matches!(said.command, Command::Dml(_))
            && said.statement.tables.iter().any(|one| tables.iter().any(|table| one.may_be(table)))
    };
    let may_be_other = !look.is_clear() || look.said_before(FAR).any(names);
    if may_be_other || create.check_option != ViewCheckOption::None {
        return None;
    }
    let text = look.statement().text.as_str();
    let tokens = Tokens::of(text, false);
    let first = behind_as(&tokens)?;
    let query = text.get(tokens.range(first, first + 1)?.0 as usize..)?;
    let mut columns = look.facts().query_columns(query, tables)?;
    columns.iter_mut().zip(&create.columns).for_each(|(column, name)| column.name = name.clone());
    Some(columns)
}

/// The names of a view's columns, each none where that cannot be told; none if its query is no plain SELECT of a list.
fn columns(text: &str, given: &[String]) -> Option<Vec<Option<String>>> {
    let mut columns = of_query(text)?;
    for (column, given) in columns.iter_mut().zip(given) {
        *column = Some(given.clone());
    }
    Some(columns)
}

/// The first token of the query.
fn behind_as(tokens: &Tokens) -> Option<usize> {
    let (mut at, mut depth) = (0, 0);
    loop {
        match tokens.text(at).to_ascii_lowercase().as_str() {
            "as" if depth == 0 => return Some(at + 1),
            "" => return None,
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        at += 1;
    }
}

/// The same of the query behind AS.
fn of_query(text: &str) -> Option<Vec<Option<String>>> {
    let tokens = Tokens::of(text, false);
    let word = |at: usize| tokens.text(at).to_ascii_lowercase();
    let mut at = behind_as(&tokens)?;
    if word(at) != "select" || matches!(word(at + 1).as_str(), "distinct" | "all") {
        return None;
    }
    at += 1;
    let (mut columns, mut from) = (Vec::new(), at);
    let mut depth = 0;
    loop {
        let next = word(at);
        let ends = depth == 0
            && matches!(
                next.as_str(),
                "" | ";"
                    | "from"
                    | "where"
                    | "group"
                    | "having"
                    | "order"
                    | "limit"
                    | "union"
                    | "intersect"
                    | "except"
                    | "window"
                    | "offset"
                    | "fetch"
            );
        if ends || depth == 0 && next == "," {
            let item: Vec<_> = (from..at).map(|at| tokens.text(at)).collect();
            // As many as the table has.
            if item.last() == Some(&"*") {
                return None;
            }
            columns.push(named(&item));
            from = at + 1;
        }
        if ends {
            return Some(columns);
        }
        match next.as_str() {
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            "" => return None,
            _ => {}
        }
        at += 1;
    }
}

/// What a column is called: behind AS, or a column's own name.
fn named(item: &[&str]) -> Option<String> {
    let (last, before) = item.split_last()?;
    let name = || identifier(last);
    match before {
        [] => name(),
        [.., word] if word.eq_ignore_ascii_case("as") => name(),
        // Only names with dots between.
        _ if before.iter().rev().enumerate().all(|(place, word)| (place % 2 == 0) == (*word == ".")) => {
            name()
        }
        _ => None,
    }
}

fn identifier(word: &str) -> Option<String> {
    if let Some(name) = unquoted(word) {
        return Some(name);
    }
    let is_plain = word.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$');
    let is_value = ["null", "true", "false", "end"].contains(&word.to_ascii_lowercase().as_str())
        || word.to_ascii_lowercase().starts_with("current_");
    (is_plain && !is_value).then(|| word.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Option<Vec<String>> {
        let columns = of_query(&format!("CREATE VIEW v (x) WITH (security_barrier) AS {query}"))?;
        Some(columns.into_iter().map(|column| column.unwrap_or_else(|| "?".into())).collect())
    }

    #[test]
    fn columns_have_the_names_that_can_be_told() {
        let names = |names: &[&str]| Some(names.iter().map(|name| name.to_string()).collect::<Vec<_>>());
        assert_eq!(read("SELECT a, t.B, \"C d\" FROM t"), names(&["a", "b", "C d"]));
        assert_eq!(read("SELECT f(a, b) AS c, (SELECT x FROM y) d, a + b FROM t"), names(&["c", "?", "?"]));
        assert_eq!(read("SELECT 1 AS one"), names(&["one"]));
        assert_eq!(read("SELECT CASE WHEN a THEN b END, null FROM t"), names(&["?", "?"]));
        assert_eq!(read("SELECT t.*, a FROM t"), None);
        assert_eq!(read("SELECT DISTINCT a FROM t"), None);
        assert_eq!(read("WITH w AS (SELECT 1) SELECT a FROM w"), None);
        assert_eq!(read("VALUES (1)"), None);
    }
}
