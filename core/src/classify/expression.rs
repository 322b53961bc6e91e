//! What a user gives as a part of a statement: an expression, or a SET list. Nothing may become more than that where it
//! is put into a query.

use crate::backfill::Assignment;
use crate::ddl::Command;
use crate::ddl::dml::{Dml, Update};

/// Whether a text is one expression, given what the parser says of it in the mode for expressions of PL/pgSQL: that
/// knows no semicolon, and gives one SELECT without the word. It must have one column without a name, and no clause.
pub fn is_one_expression(command: &Command) -> bool {
    let Command::Dml(Dml::Select(select)) = command else { return false };
    select.clauses.is_empty() && matches!(select.targets.as_slice(), [target] if target.name.is_none())
}

/// Cuts the SET list of an UPDATE, as a user writes it, into columns and expressions: `word_count = length(body),
/// checked = true`. `sql` is the text of the whole UPDATE. None where it is more than that: a WHERE, a list of columns
/// in parentheses, a part of a column.
pub fn assignments(sql: &str, command: &Command) -> Option<Vec<Assignment>> {
    let Command::Dml(Dml::Update(update)) = command else { return None };
    cut(sql, &targets(update)?)
}

/// The columns, and where in the statement each begins.
fn targets(update: &Update) -> Option<Vec<(&str, usize)>> {
    if update.has_where || update.has_from || update.returning {
        return None;
    }
    let set = update.set.iter();
    set.map(|target| {
        let is_plain = !target.has_indirection && !target.is_multiple;
        let at = usize::try_from(target.place?).ok()?;
        is_plain.then_some((target.column.as_str(), at))
    })
    .collect()
}

/// The text of each expression: from behind the column's = to the comma before the next column.
fn cut(sql: &str, targets: &[(&str, usize)]) -> Option<Vec<Assignment>> {
    let ends = targets.iter().skip(1).map(|(_, at)| Some(*at)).chain([None]);
    targets
        .iter()
        .zip(ends)
        .map(|((column, at), end)| {
            let part = sql.get(*at..end.unwrap_or(sql.len()))?;
            let behind_name = behind_name(part)?;
            let expression = &behind_name[behind_name.find('=')? + 1..];
            let expression = match end {
                Some(_) => expression.trim_end().strip_suffix(',')?,
                None => expression,
            };
            Some(Assignment { column: column.to_string(), expression: expression.trim().to_string() })
        })
        .collect()
}

/// What stands behind the name that a text begins with, if that is quoted; otherwise the whole text.
fn behind_name(text: &str) -> Option<&str> {
    let Some(mut rest) = text.strip_prefix('"') else { return Some(text) };
    loop {
        rest = &rest[rest.find('"')? + 1..];
        // A doubled quote within the name looks like the end of one and the beginning of the next.
        match rest.strip_prefix('"') {
            Some(more) => rest = more,
            None => return Some(rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ddl::dml::{self, Select, Target};
    use crate::ddl::expression::{Clause, Form};

    #[test]
    fn one_expression_is_one_column_without_a_name_and_no_clause() {
        let is_one = |select: Select| is_one_expression(&Command::Dml(Dml::Select(Box::new(select))));
        let column = Target { name: None, form: Form::Other };
        let plain = Select { targets: vec![column.clone()], ..Select::default() };
        assert!(is_one(plain.clone()));
        assert!(!is_one(Select::default()));
        assert!(!is_one(Select { targets: vec![column.clone(), column], ..Select::default() }));
        let named = Target { name: Some("a".into()), form: Form::Other };
        assert!(!is_one(Select { targets: vec![named], ..Select::default() }));
        assert!(!is_one(Select { clauses: vec![Clause::From], ..plain }));
        assert!(!is_one_expression(&Command::Other));
    }

    /// The columns and expressions of an UPDATE, given where each column stands.
    fn cut_at(sql: &str, columns: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        let place = |written: &str| sql.find(written).map(|at| at as u32);
        let set = columns.iter().map(|(column, written)| dml::Assignment {
            column: column.to_string(),
            place: place(written),
            ..dml::Assignment::default()
        });
        let update = Update { set: set.collect(), ..Update::default() };
        let cut = assignments(sql, &Command::Dml(Dml::Update(Box::new(update))))?;
        Some(cut.into_iter().map(|each| (each.column, each.expression)).collect())
    }

    fn pairs(pairs: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        Some(pairs.iter().map(|(column, text)| (column.to_string(), text.to_string())).collect())
    }

    #[test]
    fn a_set_list_is_cut_at_its_columns() {
        let sql = "UPDATE t SET word_count = length(body), checked  =  true ";
        let cut = cut_at(sql, &[("word_count", "word_count"), ("checked", "checked")]);
        assert_eq!(cut, pairs(&[("word_count", "length(body)"), ("checked", "true")]));
        let sql = r#"UPDATE t SET "a ""=""," = f(1, 2) , b=(SELECT c FROM d WHERE e = 1)"#;
        let cut = cut_at(sql, &[(r#"a "=","#, r#""a "#), ("b", "b=")]);
        assert_eq!(cut, pairs(&[(r#"a "=","#, "f(1, 2)"), ("b", "(SELECT c FROM d WHERE e = 1)")]));
    }

    #[test]
    fn what_is_more_than_a_set_list_is_none() {
        let refused = |change: fn(&mut Update)| {
            let target =
                dml::Assignment { column: "a".into(), place: Some(13), ..dml::Assignment::default() };
            let mut update = Update { set: vec![target], ..Update::default() };
            change(&mut update);
            assignments("UPDATE t SET a = 1", &Command::Dml(Dml::Update(Box::new(update)))).is_none()
        };
        assert!(!refused(|_| ()));
        assert!(refused(|update| update.has_where = true));
        assert!(refused(|update| update.has_from = true));
        assert!(refused(|update| update.returning = true));
        assert!(refused(|update| update.set[0].has_indirection = true));
        assert!(refused(|update| update.set[0].is_multiple = true));
        assert!(refused(|update| update.set[0].place = None));
        // A place that is none: no reason to panic.
        assert!(refused(|update| update.set[0].place = Some(99)));
        assert_eq!(assignments("DELETE FROM t", &Command::Other), None);
    }
}
