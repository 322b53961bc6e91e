//! What a user writes as SQL in an argument: whether it is the one type, expression or list that it should be, given
//! what the parser says of the statement in which it is put ([`Part::statement`]).

use crate::code::{Token, tokens};
use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::constraint::ConstraintKind;
use crate::ddl::index::{CreateIndex, Index};
use crate::ddl::table::Table;
use crate::request::{Part, Written};

/// Whether the statement is what the part makes of it, and nothing more.
pub fn is_one(part: Part, commands: &[Command]) -> bool {
    match commands {
        [Command::Table(Table::Alter(alter))] => match alter.actions.as_slice() {
            [action] => is_one_action(part, action),
            _ => false,
        },
        [Command::Index(Index::Create(index))] => is_one_index(part, index),
        _ => false,
    }
}

fn is_one_action(part: Part, action: &Action) -> bool {
    match (part, action) {
        (Part::Type | Part::Default, Action::AddColumn { column, .. }) => {
            let is_bare = column.collation.is_none()
                && column.compression.is_none()
                && column.storage.is_none()
                && column.fdw_options.is_empty();
            let has_default = match column.constraints.as_slice() {
                [] => Some(false),
                [constraint] if constraint.kind == ConstraintKind::Default => Some(true),
                _ => None,
            };
            is_bare && has_default == Some(part == Part::Default)
        }
        (Part::CollatedType, Action::AlterColumnType { using: None, cascade: false, .. }) => true,
        (Part::Collation, Action::AlterColumnType { collation, using: None, cascade: false, .. }) => {
            collation.is_some()
        }
        (Part::Expression, Action::ColumnDefault { default, .. }) => default.is_some(),
        (Part::Bound, Action::AttachPartition { bound, .. }) => bound.is_some(),
        _ => false,
    }
}

fn is_one_index(part: Part, index: &CreateIndex) -> bool {
    let is_bare = index.including.is_empty()
        && index.tablespace.is_none()
        && index.predicate.is_none()
        && !index.nulls_not_distinct
        && index.params.len() == 1;
    match part {
        Part::IndexElement => is_bare && index.options.is_empty(),
        Part::StorageParameters => is_bare && !index.options.is_empty(),
        _ => false,
    }
}

/// How an argument is written that is not what it should be, where that can be told from its text.
pub fn hint(written: &Written) -> Option<String> {
    let Written { argument, part, text } = *written;
    const LEADS: [&str; 6] = ["WHERE", "USING", "DEFAULT", "SET", "WITH", "COLLATE"];
    let first = text.split_whitespace().next().unwrap_or_default().to_uppercase();
    if LEADS.contains(&first.as_str()) {
        return Some(format!("Leave the word {first} out."));
    }
    if is_unbalanced(text) {
        return Some("Close each parenthesis that is opened, and no other.".into());
    }
    let hint = match part {
        Part::Type => {
            "Give the type alone: default_value, not_null, collation, generated and identity are arguments of their \
             own, and constraints are added by migrate.safe_add_constraint, migrate.safe_add_unique and \
             migrate.safe_add_foreign_key."
        }
        Part::CollatedType => {
            "Give the type alone; how a value is converted is said by an argument of its own."
        }
        Part::Collation => "Give its name as SQL has it: 'de_DE', '\"C\"', 'pg_catalog.\"default\"'.",
        Part::Expression if argument == "generated" => {
            "Give the expression alone: what stands in parentheses behind GENERATED ALWAYS AS."
        }
        Part::Expression | Part::Default => {
            "Give one expression, as it stands in a SELECT; a text in it has quotes of its own: '''draft'''."
        }
        Part::IndexElement => {
            "Give each column or expression as an element of its own: ARRAY['slug', 'lower(title)']."
        }
        Part::StorageParameters => "Give them without parentheses, with commas between: fillfactor = 70.",
        Part::Bound => {
            "Write it as in CREATE TABLE ... PARTITION OF: FOR VALUES FROM (10) TO (20), FOR VALUES IN ('a', 'b'), or DEFAULT."
        }
    };
    Some(hint.into())
}

/// Whether a text has more of the one kind of parenthesis than of the other.
fn is_unbalanced(text: &str) -> bool {
    let tokens = tokens(text);
    let count = |sign: char| tokens.iter().filter(|token| **token == Token::Sign(sign)).count();
    count('(') != count(')')
}

/// The longest beginning of a text that is one, and what stands behind it; none where there is no such beginning.
pub fn cut(text: &str, is_one: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    /// So many ends are tried, in a text that anybody may have written.
    const MOST_ATTEMPTS: usize = 500;
    // An end is where a word ends.
    let is_end = |at: &usize| {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let before = text[..*at].chars().next_back();
        let behind = text[*at..].chars().next();
        before.is_some_and(|c| !c.is_whitespace()) && !(before.is_some_and(word) && behind.is_some_and(word))
    };
    let ends = text.char_indices().map(|(at, _)| at).filter(is_end).take(MOST_ATTEMPTS);
    let ends: Vec<usize> = ends.collect();
    let end = ends.into_iter().rev().find(|end| is_one(&text[..*end]))?;
    Some((text[..end].trim(), text[end..].trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ddl::alter_table::AlterTable;
    use crate::ddl::column::ColumnDef;
    use crate::ddl::constraint::Constraint;
    use crate::ddl::expression::Expression;
    use crate::ddl::index::IndexElem;

    fn alter(actions: Vec<Action>) -> Command {
        Command::Table(Table::Alter(Box::new(AlterTable { actions, ..AlterTable::default() })))
    }

    fn add(column: ColumnDef) -> Action {
        Action::AddColumn { column: Box::new(column), if_not_exists: false }
    }

    #[test]
    fn a_type_is_a_column_without_anything_else() {
        let plain = add(ColumnDef::default());
        assert!(is_one(Part::Type, &[alter(vec![plain.clone()])]));
        assert!(!is_one(Part::Type, &[alter(vec![plain.clone(), plain.clone()])]));
        assert!(!is_one(Part::Type, &[alter(vec![plain.clone()]), Command::Other]));
        assert!(!is_one(Part::Default, &[alter(vec![plain.clone()])]));
        let default = Constraint { kind: ConstraintKind::Default, ..Constraint::default() };
        let with = |constraints: Vec<Constraint>| add(ColumnDef { constraints, ..ColumnDef::default() });
        assert!(is_one(Part::Default, &[alter(vec![with(vec![default.clone()])])]));
        assert!(!is_one(Part::Type, &[alter(vec![with(vec![default.clone()])])]));
        assert!(!is_one(Part::Default, &[alter(vec![with(vec![default, Constraint::default()])])]));
        let collated = ColumnDef { collation: Some(Vec::new()), ..ColumnDef::default() };
        assert!(!is_one(Part::Type, &[alter(vec![add(collated)])]));
        assert!(!is_one(Part::Expression, &[alter(vec![plain])]));
    }

    #[test]
    fn an_expression_is_a_default_alone() {
        let set = |default: Option<Expression>| Action::ColumnDefault {
            column: "c".into(),
            default: default.map(Box::new),
        };
        let one = set(Some(Expression::default()));
        assert!(is_one(Part::Expression, &[alter(vec![one.clone()])]));
        assert!(!is_one(Part::Expression, &[alter(vec![set(None)])]));
        assert!(!is_one(Part::Expression, &[alter(vec![one.clone(), one])]));
    }

    #[test]
    fn an_element_of_an_index_is_all_that_the_index_has() {
        let index = CreateIndex { params: vec![IndexElem::default()], ..CreateIndex::default() };
        let is = |index: CreateIndex| {
            is_one(Part::IndexElement, &[Command::Index(Index::Create(Box::new(index)))])
        };
        assert!(is(index.clone()));
        assert!(!is(CreateIndex { predicate: Some(Expression::default()), ..index.clone() }));
        assert!(!is(CreateIndex { params: vec![IndexElem::default(); 2], ..index.clone() }));
        assert!(!is(CreateIndex { including: vec![IndexElem::default()], ..index.clone() }));
        assert!(!is(CreateIndex { tablespace: Some("t".into()), ..index.clone() }));
        assert!(!is(CreateIndex { nulls_not_distinct: true, ..index }));
    }

    #[test]
    fn a_word_too_much_is_told() {
        let told = |argument: &'static str, part: Part, text: &str| {
            hint(&Written::new(argument, part, text)).unwrap_or_default()
        };
        assert_eq!(told("predicate", Part::Expression, "WHERE a = 1"), "Leave the word WHERE out.");
        assert_eq!(told("condition", Part::Expression, " where a"), "Leave the word WHERE out.");
        assert_eq!(told("using_expression", Part::Expression, "using a::int"), "Leave the word USING out.");
        assert_eq!(told("default_value", Part::Default, "DEFAULT 5"), "Leave the word DEFAULT out.");
        assert!(told("columns", Part::IndexElement, "lower(a").starts_with("Close each parenthesis"));
        assert!(told("columns", Part::IndexElement, "a, b").starts_with("Give each column"));
        assert!(told("predicate", Part::Expression, "(where)").starts_with("Give one expression"));
        assert!(
            told("generated", Part::Expression, "GENERATED ALWAYS AS (a)").contains("GENERATED ALWAYS AS")
        );
        assert!(told("predicate", Part::Expression, "").starts_with("Give one expression"));
    }

    #[test]
    fn a_text_is_cut_behind_what_it_should_be() {
        let is_type = |text: &str| ["int", "numeric(1,2)"].contains(&text);
        assert_eq!(cut("int, DROP COLUMN b", is_type), Some(("int", ", DROP COLUMN b")));
        assert_eq!(cut("numeric(1,2) NOT NULL", is_type), Some(("numeric(1,2)", "NOT NULL")));
        assert_eq!(cut("integers", is_type), None);
        assert_eq!(cut("größe", |text| text == "gr"), None);
        assert_eq!(cut("", |_| true), None);
    }
}
