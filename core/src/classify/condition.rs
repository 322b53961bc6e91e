//! The condition of a CHECK that may have been written as the whole constraint: `CHECK (priority > 0)`, as ALTER TABLE
//! takes it. Another kind of constraint has a function of its own, whose call is written out.

use crate::code::{Token, tokens};
use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::constraint::{Constraint, ConstraintKind, ForeignKeyAction, ForeignKeyMatch, References};
use crate::ddl::table::Table;
use crate::error::ArgumentError;
use crate::name::{as_argument, shown};

/// The argument's name.
const ARGUMENT: &str = "expression";

/// The statement in which a text is parsed as a constraint.
pub fn statement(text: &str) -> String {
    format!("ALTER TABLE t ADD {text}\n")
}

/// What a text that is no expression says as a constraint of a table, given how its [`statement`] reads: the condition
/// of a CHECK, without the words around it; nothing where it is no constraint either.
///
/// # Errors
///
/// [`ArgumentError::OtherConstraint`], [`ArgumentError::NotOne`].
pub fn of_constraint(
    table: &str,
    name: &str,
    text: &str,
    commands: &[Command],
) -> Result<Option<String>, ArgumentError> {
    if let Some(column) = not_null(text) {
        return Err(other("a NOT NULL constraint", set_not_null(table, column)));
    }
    let Some(constraint) = only(commands) else { return Ok(None) };
    let kind = match constraint.kind {
        ConstraintKind::Check => return condition(constraint, name, text).map(Some),
        ConstraintKind::Foreign => "a foreign key",
        ConstraintKind::Unique => "a UNIQUE constraint",
        ConstraintKind::Primary => "a primary key",
        ConstraintKind::Exclusion => "an exclusion constraint",
        _ => return Ok(None),
    };
    Err(other(kind, instead(table, name, constraint)))
}

fn only(commands: &[Command]) -> Option<&Constraint> {
    let [Command::Table(Table::Alter(alter))] = commands else { return None };
    match alter.actions.as_slice() {
        [Action::AddConstraint { constraint }] => Some(constraint),
        _ => None,
    }
}

fn other(kind: &'static str, instead: String) -> ArgumentError {
    ArgumentError::OtherConstraint { argument: ARGUMENT, kind, instead }
}

/// What stands in the parentheses behind CHECK.
fn condition(constraint: &Constraint, name: &str, text: &str) -> Result<String, ArgumentError> {
    let refuse = |why: String, hint: &str| {
        let (argument, part, hint) = (ARGUMENT, "the condition of a CHECK", Some(hint.to_string()));
        Err(ArgumentError::NotOne { argument, part, why, hint })
    };
    if let Some(other) = constraint.name.as_ref().filter(|other| *other != name) {
        let why = format!("It names the constraint \"{other}\", and constraint_name is \"{name}\".");
        return refuse(why, "Give the condition alone, or the same name in both.");
    }
    if constraint.not_valid {
        return refuse(
            "It says NOT VALID.".into(),
            "Leave NOT VALID out: the constraint is added so, and then validated while others read and write.",
        );
    }
    if constraint.no_inherit || constraint.not_enforced {
        return refuse(
            "It says more than its condition.".into(),
            "Write a constraint that is NO INHERIT or NOT ENFORCED as a plain statement into a migration.",
        );
    }
    let inner = text.find('(').zip(text.rfind(')')).and_then(|(from, to)| text.get(from + 1..to));
    Ok(inner.unwrap_or(text).trim().to_string())
}

/// The column of `slug NOT NULL`; of NOT NULL alone none.
fn not_null(text: &str) -> Option<Option<String>> {
    let words = tokens(text);
    let is = |token: &Token, word: &str| matches!(token, Token::Word { text, quoted: false } if text == word);
    match words.as_slice() {
        [not, null] if is(not, "not") && is(null, "null") => Some(None),
        [Token::Word { text, .. }, not, null] if is(not, "not") && is(null, "null") && text != "is" => {
            Some(Some(text.clone()))
        }
        _ => None,
    }
}

fn set_not_null(table: &str, column: Option<String>) -> String {
    let column = column.map_or_else(|| "...".into(), |column| as_argument(&column));
    format!("SELECT * FROM migrate.safe_set_not_null({}, {}).", literal(table), literal(&column))
}

/// What makes such a constraint, as a sentence.
fn instead(table: &str, name: &str, constraint: &Constraint) -> String {
    if constraint.kind == ConstraintKind::Exclusion {
        return "Write it as a plain statement into a migration: everybody waits while an exclusion constraint is made."
            .into();
    }
    if constraint.index.is_some() {
        return "Write ALTER TABLE ... ADD CONSTRAINT ... USING INDEX into a migration.".into();
    }
    let function = match constraint.kind {
        ConstraintKind::Foreign => "safe_add_foreign_key",
        ConstraintKind::Unique => "safe_add_unique",
        _ => "safe_add_primary_key",
    };
    let mut arguments = vec![literal(table), array(&constraint.columns)];
    if let Some(references) = &constraint.references {
        let to = &references.pktable;
        let schema = to.schema.as_deref().map(|schema| format!("{}.", shown(schema))).unwrap_or_default();
        arguments.push(literal(&format!("{schema}{}", shown(&to.name))));
        if !references.pk_attrs.is_empty() {
            arguments.push(array(&references.pk_attrs));
        }
    }
    arguments.push(format!("constraint_name => {}", literal(&as_argument(name))));
    arguments.extend(constraint.references.iter().flat_map(actions));
    if !constraint.including.is_empty() {
        arguments.push(format!("include => {}", array(&constraint.including)));
    }
    let flags = [
        (constraint.nulls_not_distinct, "nulls_not_distinct"),
        (constraint.deferrable, "is_deferrable"),
        (constraint.initially_deferred, "initially_deferred"),
        (constraint.without_overlaps && constraint.kind != ConstraintKind::Foreign, "without_overlaps"),
        (constraint.without_overlaps && constraint.kind == ConstraintKind::Foreign, "with_period"),
    ];
    arguments
        .extend(flags.into_iter().filter(|(is_so, _)| *is_so).map(|(_, name)| format!("{name} => true")));
    format!("SELECT * FROM migrate.{function}({}).", arguments.join(", "))
}

fn actions(references: &References) -> Vec<String> {
    let columns: Vec<String> = references.on_delete_columns.iter().map(|column| shown(column)).collect();
    let columns = if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
    let mut said = Vec::new();
    if let Some(action) = words(references.on_delete) {
        said.push(format!("on_delete => {}", literal(&format!("{action}{columns}"))));
    }
    if let Some(action) = words(references.on_update) {
        said.push(format!("on_update => {}", literal(action)));
    }
    if references.matchtype == ForeignKeyMatch::Full {
        said.push("match_full => true".into());
    }
    said
}

fn words(action: ForeignKeyAction) -> Option<&'static str> {
    match action {
        ForeignKeyAction::NoAction => None,
        ForeignKeyAction::Restrict => Some("RESTRICT"),
        ForeignKeyAction::Cascade => Some("CASCADE"),
        ForeignKeyAction::SetNull => Some("SET NULL"),
        ForeignKeyAction::SetDefault => Some("SET DEFAULT"),
    }
}

fn array(columns: &[String]) -> String {
    let columns: Vec<String> = columns.iter().map(|column| literal(&as_argument(column))).collect();
    format!("ARRAY[{}]", columns.join(", "))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ddl::alter_table::AlterTable;
    use crate::ddl::name::RangeVar;
    use crate::error::Report;

    fn of(constraint: Constraint, text: &str) -> Result<Option<String>, ArgumentError> {
        let action = Action::AddConstraint { constraint: Box::new(constraint) };
        let alter = AlterTable { actions: vec![action], ..AlterTable::default() };
        of_constraint("c", "chk", text, &[Command::Table(Table::Alter(Box::new(alter)))])
    }

    fn constraint(kind: ConstraintKind) -> Constraint {
        Constraint { kind, columns: vec!["id".into()], ..Constraint::default() }
    }

    fn hint(refused: Result<Option<String>, ArgumentError>) -> String {
        refused.unwrap_err().hint().unwrap()
    }

    #[test]
    fn the_condition_of_a_check_is_taken() {
        let check = || constraint(ConstraintKind::Check);
        assert_eq!(of(check(), "CHECK (a IN ('(', 'b'))").unwrap().as_deref(), Some("a IN ('(', 'b')"));
        let named = Constraint { name: Some("chk".into()), ..check() };
        assert_eq!(of(named, "CONSTRAINT chk check ( a ) ").unwrap().as_deref(), Some("a"));
        let other = Constraint { name: Some("other".into()), ..check() };
        assert!(of(other, "CONSTRAINT other CHECK (a)").is_err());
        let not_valid = Constraint { not_valid: true, ..check() };
        assert!(hint(of(not_valid, "CHECK (a) NOT VALID")).contains("NOT VALID out"));
        assert!(of(Constraint { no_inherit: true, ..check() }, "CHECK (a) NO INHERIT").is_err());
    }

    #[test]
    fn another_constraint_is_told_with_its_call() {
        let references = References {
            pktable: RangeVar { schema: Some("other".into()), name: "T".into(), ..RangeVar::default() },
            pk_attrs: vec!["it's".into()],
            on_delete: ForeignKeyAction::SetNull,
            on_update: ForeignKeyAction::Cascade,
            matchtype: ForeignKeyMatch::Full,
            ..References::default()
        };
        let key = Constraint {
            references: Some(references),
            deferrable: true,
            ..constraint(ConstraintKind::Foreign)
        };
        assert_eq!(
            hint(of(key, "FOREIGN KEY …")),
            "SELECT * FROM migrate.safe_add_foreign_key('c', ARRAY['id'], 'other.\"T\"', ARRAY['it''s'], \
             constraint_name => 'chk', on_delete => 'SET NULL', on_update => 'CASCADE', match_full => true, \
             is_deferrable => true)."
        );
        let unique = Constraint { including: vec!["a b".into()], ..constraint(ConstraintKind::Unique) };
        assert_eq!(
            hint(of(unique, "UNIQUE (id)")),
            "SELECT * FROM migrate.safe_add_unique('c', ARRAY['id'], constraint_name => 'chk', include => ARRAY['\"a b\"'])."
        );
        assert_eq!(
            hint(of(constraint(ConstraintKind::Primary), "PRIMARY KEY (id)")),
            "SELECT * FROM migrate.safe_add_primary_key('c', ARRAY['id'], constraint_name => 'chk')."
        );
        let exclusion = constraint(ConstraintKind::Exclusion);
        assert!(hint(of(exclusion, "EXCLUDE …")).contains("into a migration"));
    }

    #[test]
    fn not_null_is_another_function() {
        let told = |text: &str| of_constraint("c", "chk", text, &[]);
        assert_eq!(hint(told("slug NOT NULL")), "SELECT * FROM migrate.safe_set_not_null('c', 'slug').");
        assert_eq!(hint(told("NOT NULL")), "SELECT * FROM migrate.safe_set_not_null('c', '...').");
        assert_eq!(told("slug IS NOT NULL"), Ok(None));
    }
}
