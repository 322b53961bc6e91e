//! A table that is altered in the transaction in which its rows were changed, with deferred checks to come: 55006.

use crate::ddl::Command;
use crate::ddl::alter_table::Action;
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::ddl::dml::Dml;
use crate::ddl::index::Index;
use crate::ddl::name::{ObjectName, ObjectType, relation};
use crate::ddl::object::Object;
use crate::ddl::session::Session;
use crate::ddl::table::{Table, TableElement};
use crate::lint::cost::is_same;
use crate::lint::known::Known;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::severity::Severity;
use crate::lint::subject::Subject;
use crate::relation::Relation;

pub(super) const ID: &str = "pending-trigger-events";
pub(super) const TITLE: &str = "ALTER of a table whose deferred checks are still to come fails (55006)";

/// So many statements are looked through for one that has changed rows.
const NEAR: usize = 200;

pub(super) fn check(look: &Look, found: &mut Found) {
    if look.runs_later() {
        return;
    }
    for relation in changed(look) {
        let mut before = look.together_before().take(NEAR).take_while(|before| !is_settled(before));
        let Some(first) = before.find(|before| writes(before, &relation)) else { continue };
        let deferred = Deferred::of(look, &relation);
        if deferred.is_empty() {
            continue;
        }
        let Some(write) =
            std::iter::once(first).chain(before).find(|before| deferred.is_queued(before, &relation))
        else {
            continue;
        };
        let (line, _) = write.place(0);
        let message = format!(
            "{} of line {line} leaves {} to be checked at COMMIT; {} is refused until then: pending trigger events (55006).",
            write.statement().tag,
            deferred.name(),
            look.statement().tag
        );
        found
            .add(Severity::Error, message)
            .hint("SET CONSTRAINTS ALL IMMEDIATE checks it before; or use two transactions.")
            .fix(format!("SET CONSTRAINTS ALL IMMEDIATE;\n{}", look.statement().text));
    }
}

/// Whether a statement changes rows of a table.
fn writes(look: &Look, table: &Relation) -> bool {
    let Command::Dml(dml) = look.command() else { return false };
    let target = match dml {
        Dml::Insert(insert) => &insert.relation,
        Dml::Update(update) => &update.relation,
        Dml::Delete(delete) => &delete.relation,
        Dml::Merge(merge) => &merge.relation,
        Dml::Copy(copy) if copy.is_from => match &copy.relation {
            Some(target) => target,
            None => return false,
        },
        _ => return false,
    };
    is_same(&target.relation(), table)
}

/// The tables that must have no pending events.
fn changed(look: &Look) -> Vec<Relation> {
    match look.command() {
        Command::Table(Table::Alter(alter)) if alter.kind == ObjectType::Table => vec![alter.relation.relation()],
        Command::Table(Table::Truncate(truncate)) => {
            truncate.relations.iter().map(|table| table.relation()).collect()
        }
        Command::Table(Table::Cluster(cluster)) => cluster.relation.iter().map(|table| table.relation()).collect(),
        Command::Index(Index::Create(create)) if !create.concurrent => vec![create.relation.relation()],
        Command::Object(Object::Drop(drop)) if drop.kind == ObjectType::Table => {
            let name = |object: &ObjectName| match object {
                ObjectName::Name { names, .. } => Some(relation(names)),
                _ => None,
            };
            drop.objects.iter().filter_map(name).collect()
        }
        _ => Vec::new(),
    }
}

fn is_settled(look: &Look) -> bool {
    matches!(look.command(), Command::Session(Session::SetConstraints(set)) if !set.deferred && set.constraints.is_empty())
}

/// The checks of a table that come at the end of the transaction.
#[derive(Default)]
struct Deferred {
    /// Its own foreign keys: what they are called, and their columns.
    own: Vec<(String, Vec<String>)>,
    /// Foreign keys of others that refer to it.
    others: Vec<String>,
    /// The columns of its keys, to which those refer.
    keys: Vec<String>,
}

impl Deferred {
    fn of(look: &Look, table: &Relation) -> Self {
        let mut all = Deferred::default();
        if let Subject::There(known) = look.relation(table) {
            all.learn(look, &known);
        }
        for before in look.before().take(NEAR) {
            match before.command() {
                Command::Table(Table::Create(create)) if is_same(&create.relation.relation(), table) => {
                    for element in &create.elements {
                        match element {
                            TableElement::Column(column) => all.learn_column(column),
                            TableElement::Constraint(constraint) => all.learn_constraint(constraint),
                            TableElement::Like(_) => {}
                        }
                    }
                }
                Command::Table(Table::Alter(alter)) if is_same(&alter.relation.relation(), table) => {
                    for action in &alter.actions {
                        match action {
                            Action::AddColumn { column, .. } => all.learn_column(column),
                            Action::AddConstraint { constraint } => all.learn_constraint(constraint),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        all
    }

    fn learn(&mut self, look: &Look, known: &Known) {
        let is_deferred = |definition: &str| definition.contains("INITIALLY DEFERRED");
        for constraint in &known.table.constraints {
            match constraint.kind.as_str() {
                "f" if is_deferred(&constraint.definition) => {
                    self.own.push((constraint.name.clone(), constraint.columns.clone()));
                }
                "p" | "u" => self.keys.extend(constraint.columns.iter().cloned()),
                _ => {}
            }
        }
        self.others.extend(known.referenced_by.iter().filter(|key| {
            let Some((name, table)) = key.split_once(" of ") else { return false };
            let there = Relation::read(table).ok().map(|table| look.relation(&table));
            let key = there.as_ref().and_then(Subject::known).and_then(|there| there.table.constraint(name));
            key.is_some_and(|key| is_deferred(&key.definition))
        }).cloned());
    }

    fn learn_column(&mut self, column: &ColumnDef) {
        let has = |kind: ConstraintKind| column.constraints.iter().any(|constraint| constraint.kind == kind);
        if has(ConstraintKind::Foreign) && has(ConstraintKind::AttributeDeferred) {
            let name = column.constraints.iter().find_map(|constraint| constraint.name.clone());
            let name = name.unwrap_or_else(|| format!("the foreign key of {}", column.name));
            self.own.push((name, vec![column.name.clone()]));
        }
    }

    fn learn_constraint(&mut self, constraint: &Constraint) {
        if constraint.kind == ConstraintKind::Foreign && constraint.initially_deferred {
            let name = constraint.name.clone();
            let name = name.unwrap_or_else(|| format!("the foreign key of {}", constraint.columns.join(", ")));
            self.own.push((name, constraint.columns.clone()));
        }
    }

    fn is_empty(&self) -> bool {
        self.own.is_empty() && self.others.is_empty()
    }

    fn name(&self) -> &str {
        self.own.first().map(|(name, _)| name).or(self.others.first()).map_or("", String::as_str)
    }

    /// Whether a statement that changes rows of the table puts one of them in line.
    fn is_queued(&self, look: &Look, table: &Relation) -> bool {
        let Command::Dml(dml) = look.command() else { return false };
        if !writes(look, table) {
            return false;
        }
        match dml {
            Dml::Insert(_) | Dml::Copy(_) => !self.own.is_empty(),
            Dml::Update(update) => {
                let is_set = |column: &String| update.set.iter().any(|set| set.column == *column);
                self.own.iter().any(|(_, columns)| columns.iter().any(is_set))
                    || !self.others.is_empty() && self.keys.iter().any(is_set)
            }
            Dml::Delete(_) => !self.others.is_empty(),
            _ => false,
        }
    }
}
