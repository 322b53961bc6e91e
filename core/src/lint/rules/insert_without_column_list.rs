//! INSERT without a list of columns: it breaks when the table gets another one.

use crate::ddl::Command;
use crate::ddl::dml::{Dml, InsertSource};
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;

pub(super) const ID: &str = "insert-without-column-list";
pub(super) const TITLE: &str = "INSERT without a list of columns goes by their order";

pub(super) fn check(look: &Look, found: &mut Found) {
    let Command::Dml(Dml::Insert(insert)) = look.command() else { return };
    if !insert.columns.is_empty() || insert.source == InsertSource::Default {
        return;
    }
    let table = look.written(&insert.relation.relation());
    let message = format!(
        "INSERT INTO {table} does not name its columns: it goes by their order, which may differ elsewhere."
    );
    let subject = look.subject(&insert.relation);
    let finding = found.add(Severity::Info, message);
    finding.hint("Name the columns: INSERT INTO t (a, b) ....");
    let columns = subject.known().map(|known| {
        let own = known.table.columns.iter().filter(|column| !column.is_generated);
        own.map(|column| look.quote(&column.name)).collect::<Vec<_>>()
    });
    let place = insert.relation.place.map(|place| place as usize);
    if let (Some(columns), Some(place)) = (columns.filter(|columns| !columns.is_empty()), place)
        && insert.rows.is_some_and(|rows| rows > 0)
        && look.is_of_script()
        && let Some(fix) = with_columns(&look.statement().text, place, &columns)
    {
        finding.fix(fix);
    }
}

/// The statement with columns behind the table's name, as many as the first row has values.
fn with_columns(text: &str, place: usize, columns: &[String]) -> Option<String> {
    let tokens = crate::lex::tokens::Tokens::of(text, false);
    let mut at = tokens.at(place as u32);
    while tokens.text(at + 1) == "." {
        at += 2;
    }
    let (_, end) = tokens.range(at, at + 1)?;
    if !tokens.text(at + 1).eq_ignore_ascii_case("values") || tokens.text(at + 2) != "(" {
        return None;
    }
    let (mut count, mut depth, mut next) = (1, 1, at + 3);
    while depth > 0 {
        match tokens.text(next) {
            "" => return None,
            "(" | "[" => depth += 1,
            ")" | "]" => depth -= 1,
            "," if depth == 1 => count += 1,
            _ => {}
        }
        next += 1;
    }
    let columns = columns.get(..count)?.join(", ");
    let end = end as usize;
    Some(format!("{} ({columns}){}", &text[..end], &text[end..]))
}
