//! What a statement costs: which rows it reads or writes, as the server decides it.

use super::clauses::Clause;
use super::look::Look;
use super::rows;
use super::subject::{Subject, Weight};
use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::ddl::dml::{Dml, InsertSource, Select};
use crate::ddl::expression::{Clause as Part, Expression, Query};
use crate::ddl::index::{Index, ReindexKind};
use crate::ddl::name::{ObjectType, TypeName};
use crate::ddl::object::Object;
use crate::ddl::table::Table;
use crate::ddl::view::View;
use crate::relation::Relation;

/// So many statements are looked through for one that has prepared another.
pub const NEAR: usize = 500;

/// The constraint of a kind that stands behind a column.
pub fn behind(column: &ColumnDef, kind: ConstraintKind) -> Option<&Constraint> {
    column.constraints.iter().find(|constraint| constraint.kind == kind)
}

/// Whether a column's type is `serial` or one of its kin.
pub fn is_serial(column: &ColumnDef) -> bool {
    let names = column.type_name.as_ref().map(|name| name.names.as_slice());
    matches!(names, Some([name]) if matches!(
        name.as_str(),
        "serial" | "bigserial" | "smallserial" | "serial2" | "serial4" | "serial8"
    ))
}

/// Whether a constraint adds what rows are checked by, and does check them.
pub fn is_checked(constraint: &Constraint) -> bool {
    !constraint.not_valid && !constraint.not_enforced
}

/// Whether the server writes the table anew for a default: it differs from row to row.
pub fn is_volatile(look: &Look, default: &Expression) -> bool {
    if default.constant.is_some() {
        return false;
    }
    let text = default.span.map(|span| span.of(&look.statement().text)).unwrap_or_default();
    text.is_empty() || look.facts().is_volatile(text)
}

/// What a change of a column's type takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retype {
    /// The catalog alone.
    Free,
    /// This CHECK is tested anew for each row.
    Checks(String),
    /// Table or indexes are written anew.
    Rewrites,
    /// This keeps the server from it.
    Refused(String),
}

/// What a change of type takes.
pub fn retype(
    look: &Look,
    clause: &Clause,
    column: &str,
    data_type: &TypeName,
    using: Option<&Expression>,
) -> Retype {
    let Some(known) = clause.subject.known() else { return Retype::Rewrites };
    if !known.table.has_column(column) {
        return Retype::Rewrites;
    }
    let is_in_the_way = |what: &String| {
        ["view ", "materialized view ", "rule ", "trigger ", "policy "]
            .iter()
            .any(|kind| what.starts_with(kind))
    };
    let obstacle = look.facts().dependents(known, Some(column)).into_iter().find(is_in_the_way);
    if let Some(obstacle) = obstacle
        && !look.before().take(NEAR).any(|before| drops(&before))
    {
        return Retype::Refused(obstacle);
    }
    let using = match using {
        Some(using) => match using.span {
            Some(span) => Some(span.of(&look.statement().text)),
            None => return Retype::Rewrites,
        },
        None => None,
    };
    let Some(text) = clause.type_text(data_type) else { return Retype::Rewrites };
    match look.facts().retyped(known, column, text, using) {
        Some(retyped) if !retyped.rewrites => {
            let is_of_it = |check: &&crate::facts::Constraint| {
                check.kind == "c" && check.is_valid && check.columns.iter().any(|name| name == column)
            };
            match known.table.constraints.iter().find(is_of_it) {
                Some(check) => Retype::Checks(check.name.clone()),
                None => Retype::Free,
            }
        }
        _ => Retype::Rewrites,
    }
}

/// Whether it drops something that may have been in the way.
fn drops(look: &Look) -> bool {
    use ObjectType::*;
    match look.command() {
        Command::Object(Object::Drop(drop)) => {
            drop.cascade || matches!(drop.kind, View | MaterializedView | Rule | Trigger | Policy)
        }
        _ => false,
    }
}

/// Whether SET NOT NULL reads the rows: nothing says already that each has a value.
pub fn reads_for_not_null(look: &Look, alter: &AlterTable, subject: &Subject, column: &str) -> bool {
    if let Some(known) = subject.known() {
        // One that is NOT VALID is validated by it, while everybody waits.
        if known.table.is_filled(column) || known.proves_not_null(column) {
            return false;
        }
    }
    !is_proved_before(look, alter, column)
}

/// Whether the script has made the column NOT NULL, or has added a CHECK that says it, and has validated it.
fn is_proved_before(look: &Look, alter: &AlterTable, column: &str) -> bool {
    let table = alter.relation.relation();
    let sets = |before: Look| match before.command() {
        Command::Table(Table::Alter(earlier)) if earlier.relation.relation().may_be(&table) => earlier
            .actions
            .iter()
            .any(|action| matches!(action, Action::SetNotNull { column: set } if set == column)),
        Command::Dml(Dml::Select(select)) => called(select)
            .is_some_and(|(name, arguments)| name == "safe_set_not_null" && arguments.contains(&column)),
        _ => false,
    };
    validates_before(look, &table, &|constraint| says_not_null(constraint, column))
        || look.before().take(NEAR).any(sets)
}

/// Whether the script has added such a CHECK to a table, and has validated it.
pub fn validates_before(look: &Look, table: &Relation, is_it: &dyn Fn(&Constraint) -> bool) -> bool {
    validated_before(look, table).into_iter().any(|(constraint, _)| is_it(constraint))
}

/// The CHECKs and NOT NULLs that the script has added to a table and has validated, each with its statement's text.
pub fn validated_before<'a>(look: &Look<'a>, table: &Relation) -> Vec<(&'a Constraint, &'a str)> {
    let (mut all, mut validated) = (Vec::new(), Vec::new());
    for before in look.before().take(NEAR) {
        match before.command() {
            Command::Table(Table::Alter(earlier)) if earlier.relation.relation().may_be(table) => {
                for action in earlier.actions.iter().rev() {
                    match action {
                        Action::ValidateConstraint { name } => validated.push(name.as_str()),
                        Action::AddConstraint { constraint }
                            if matches!(constraint.kind, ConstraintKind::Check | ConstraintKind::NotNull) =>
                        {
                            let name = constraint.name.as_deref();
                            if is_checked(constraint) || name.is_some_and(|name| validated.contains(&name)) {
                                all.push((constraint.as_ref(), before.statement().text.as_str()));
                            }
                        }
                        _ => {}
                    }
                }
            }
            Command::Dml(Dml::Select(select)) => {
                if let Some(("safe_validate_constraint", arguments)) = called(select) {
                    validated.extend(arguments);
                }
            }
            _ => {}
        }
    }
    all
}

/// The function that a SELECT calls, and its constant arguments.
fn called(select: &Select) -> Option<(&str, Vec<&str>)> {
    let call = &select.only_call.as_ref()?.call;
    let constants = call.args.iter().filter_map(|argument| argument.constant.as_ref());
    Some((call.name.last()?.as_str(), constants.map(|constant| constant.text.as_str()).collect()))
}

fn says_not_null(constraint: &Constraint, column: &str) -> bool {
    let is_it = |name: &Vec<String>| name.last().is_some_and(|last| last == column);
    // Since PostgreSQL 18 NOT NULL itself is such a constraint.
    constraint.kind == ConstraintKind::NotNull && constraint.columns.iter().any(|own| own == column)
        || constraint.expression.as_ref().is_some_and(|expression| expression.not_null.iter().any(is_it))
}

/// A statement that goes through all of a table.
pub struct Long {
    /// The heaviest of the tables that it goes through.
    pub subject: Subject,
    /// Its name.
    pub relation: Relation,
    /// Whether it changes the table rather than its rows: rules of its own speak of its locks.
    pub is_ddl: bool,
}

/// The table that a statement goes through, if that takes time.
pub fn long(look: &Look) -> Option<Long> {
    let long = match look.command() {
        Command::Dml(dml) => of_rows(look, dml),
        Command::Table(Table::CreateAs(create)) if !create.skip_data => heaviest(look, &create.query),
        Command::Table(Table::Alter(alter)) => {
            let is_long = look.clauses().iter().any(|clause| is_long(look, clause));
            is_long.then(|| ddl(look, alter.relation.relation()))
        }
        Command::Table(Table::Cluster(cluster)) => {
            cluster.relation.as_ref().map(|table| ddl(look, table.relation()))
        }
        Command::Index(Index::Create(create)) if !create.concurrent => {
            Some(ddl(look, create.relation.relation()))
        }
        Command::Index(Index::Reindex(reindex))
            if !reindex.concurrent && reindex.kind == ReindexKind::Table =>
        {
            reindex.relation.as_ref().map(|table| ddl(look, table.relation()))
        }
        Command::View(View::Refresh(refresh)) if !refresh.skip_data => {
            Some(ddl(look, refresh.relation.relation()))
        }
        _ => None,
    };
    long.filter(|long| long.subject.is_shared() && long.subject.weight() > Weight::Small)
}

fn ddl(look: &Look, relation: Relation) -> Long {
    Long { subject: look.relation(&relation), relation, is_ddl: true }
}

fn of_rows(look: &Look, dml: &Dml) -> Option<Long> {
    let target = |relation: Relation, query: &Query| {
        let subject = look.relation(&relation);
        let condition = rows::pieces(&look.statement().text).condition;
        let is_by_key = condition
            .zip(subject.known())
            .is_some_and(|(condition, known)| rows::is_by_key(condition, known));
        let own = (!is_by_key && !subject.is_new()).then_some(Long { subject, relation, is_ddl: false });
        let other = heaviest(look, query).filter(|_| !is_by_key);
        [own, other].into_iter().flatten().max_by_key(|long| long.subject.weight())
    };
    match dml {
        Dml::Update(update) => target(update.relation.relation(), &update.query),
        Dml::Delete(delete) => target(delete.relation.relation(), &delete.query),
        Dml::Merge(merge) => target(merge.relation.relation(), &merge.query),
        Dml::Insert(insert) if insert.source == InsertSource::Select => heaviest(look, &insert.query),
        Dml::Select(select)
            if !select.clauses.iter().any(|part| matches!(part, Part::Limit | Part::Where)) =>
        {
            heaviest(look, &select.query)
        }
        _ => None,
    }
}

/// The heaviest of the tables that a query names. What is not there may be the name of a WITH.
fn heaviest(look: &Look, query: &Query) -> Option<Long> {
    let tables = query.relations.iter().map(|relation| Long {
        subject: look.relation(relation),
        relation: relation.clone(),
        is_ddl: false,
    });
    tables.filter(|long| long.subject.known().is_some()).max_by_key(|long| long.subject.weight())
}

/// Whether an action of ALTER TABLE reads or writes all rows.
fn is_long(look: &Look, clause: &Clause) -> bool {
    match clause.action {
        Action::ValidateConstraint { .. }
        | Action::SetLogged
        | Action::SetUnlogged
        | Action::SetTablespace { .. }
        | Action::SetAccessMethod { .. } => true,
        Action::SetNotNull { column } => reads_for_not_null(look, clause.alter, &clause.subject, column),
        Action::AlterColumnType { column, type_name, using, .. } => {
            let cost = retype(look, clause, column, type_name, using.as_deref());
            matches!(cost, Retype::Rewrites | Retype::Checks(_))
        }
        Action::AddConstraint { constraint } => is_checked(constraint) && constraint.index.is_none(),
        _ => false,
    }
}
