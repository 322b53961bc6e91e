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
use crate::ddl::trigger::{CreateTrigger, Trigger, TriggerEvent};
use crate::facts;
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
        let queued = |before: &Look| Some((deferred.queued(before, &relation)?, before.place(0).0, before.statement().tag.clone()));
        let all: Vec<_> = std::iter::once(first).chain(before).filter_map(|before| queued(&before)).collect();
        // What is certain is said first.
        let Some((check, line, tag)) = all.into_iter().max_by_key(|(check, ..)| check.is_certain) else { continue };
        let (severity, leaves) = match check.is_certain {
            true => (Severity::Error, "leaves"),
            false => (Severity::Warning, "may leave"),
        };
        let message = format!(
            "{tag} of line {line} {leaves} {} to be checked at COMMIT; {} is refused until then: pending trigger events (55006).",
            check.name,
            look.statement().tag
        );
        found
            .add(severity, message)
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
    target.relation().may_be(table)
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

/// A check that comes at the end of the transaction, and what puts a row in line for it.
struct Check {
    name: String,
    on_insert: bool,
    on_delete: bool,
    /// UPDATE of one of these columns; of any where there are none.
    on_update: Option<Vec<String>>,
    /// Whether each such row is put in line.
    is_certain: bool,
}

/// The checks of a table that come at the end of the transaction.
struct Deferred<'a> {
    look: &'a Look<'a>,
    /// SET CONSTRAINTS … DEFERRED before: the constraints' names; none for ALL.
    set: Vec<Option<String>>,
    checks: Vec<Check>,
}

impl<'a> Deferred<'a> {
    fn of(look: &'a Look<'a>, table: &Relation) -> Self {
        let mut all = Deferred { look, set: set_deferred(look), checks: Vec::new() };
        if let Subject::There(known) = look.relation(table) {
            all.learn(&known);
        }
        for before in look.before().take(NEAR) {
            match before.command() {
                Command::Table(Table::Create(create)) if create.relation.relation().may_be(table) => {
                    for element in &create.elements {
                        match element {
                            TableElement::Column(column) => all.learn_column(column),
                            TableElement::Constraint(constraint) => all.learn_constraint(constraint),
                            TableElement::Like(_) => {}
                        }
                    }
                }
                Command::Table(Table::Alter(alter)) if alter.relation.relation().may_be(table) => {
                    for action in &alter.actions {
                        match action {
                            Action::AddColumn { column, .. } => all.learn_column(column),
                            Action::AddConstraint { constraint } => all.learn_constraint(constraint),
                            _ => {}
                        }
                    }
                }
                Command::Trigger(Trigger::Create(create)) if create.relation.relation().may_be(table) => {
                    all.learn_trigger(create);
                }
                _ => {}
            }
        }
        all
    }

    /// Whether a constraint is checked at the end, by what is said of it.
    fn is_deferred(&self, name: &str, is_deferrable: bool, initially: bool) -> bool {
        let is_set = || self.set.iter().any(|set| set.as_ref().is_none_or(|set| set == name));
        initially || is_deferrable && is_set()
    }

    fn is_deferred_as_written(&self, name: &str, definition: &str) -> bool {
        self.is_deferred(name, definition.contains(" DEFERRABLE"), definition.contains(" INITIALLY DEFERRED"))
    }

    fn learn(&mut self, known: &Known) {
        // The columns of its keys, to which foreign keys of others refer.
        let mut keys = Vec::new();
        for constraint in &known.table.constraints {
            let is_deferred = self.is_deferred_as_written(&constraint.name, &constraint.definition);
            let (name, columns) = (constraint.name.clone(), constraint.columns.clone());
            match constraint.kind.as_str() {
                "p" | "u" if !is_deferred => keys.extend(columns),
                "f" if is_deferred => self.checks.push(Check::foreign_key(name, columns)),
                "p" | "u" | "x" if is_deferred => self.checks.push(Check::unique(name, columns)),
                "t" if is_deferred => {
                    let trigger = known.table.triggers.iter().find(|trigger| trigger.name == name);
                    self.checks.extend(trigger.filter(|trigger| trigger.enabled != "D").map(Check::of_trigger));
                }
                _ => {}
            }
        }
        let others = known.referenced_by.iter().filter(|key| {
            let Some((name, table)) = key.split_once(" of ") else { return false };
            let there = Relation::read(table).ok().map(|table| self.look.relation(&table));
            let key = there.as_ref().and_then(Subject::known).and_then(|there| there.table.constraint(name));
            key.is_some_and(|key| self.is_deferred_as_written(name, &key.definition))
        });
        let keys = Some(keys).filter(|keys| !keys.is_empty());
        let of_other = |name: &String| Check {
            name: name.clone(),
            on_insert: false,
            on_delete: true,
            on_update: keys.clone(),
            is_certain: true,
        };
        let others: Vec<_> = others.map(of_other).collect();
        self.checks.extend(others);
    }

    fn learn_column(&mut self, column: &ColumnDef) {
        let find = |kind: ConstraintKind| column.constraints.iter().find(|constraint| constraint.kind == kind);
        let has = |kind: ConstraintKind| find(kind).is_some();
        let is_deferrable = has(ConstraintKind::AttributeDeferrable) || has(ConstraintKind::AttributeDeferred);
        let columns = vec![column.name.clone()];
        let is_deferred =
            |name: &str| self.is_deferred(name, is_deferrable, has(ConstraintKind::AttributeDeferred));
        let named = |constraint: &Constraint, what: &str| {
            constraint.name.clone().unwrap_or_else(|| format!("{what} of {}", column.name))
        };
        let key = find(ConstraintKind::Foreign).map(|key| named(key, "the foreign key"));
        let unique = find(ConstraintKind::Unique).or(find(ConstraintKind::Primary)).map(|key| named(key, "the key"));
        let key = key.filter(|name| is_deferred(name)).map(|name| Check::foreign_key(name, columns.clone()));
        let unique = unique.filter(|name| is_deferred(name)).map(|name| Check::unique(name, columns.clone()));
        self.checks.extend(key.into_iter().chain(unique));
    }

    fn learn_constraint(&mut self, constraint: &Constraint) {
        let named = |what: &str, columns: &[String]| {
            constraint.name.clone().unwrap_or_else(|| format!("{what} of {}", columns.join(", ")))
        };
        let is_deferred =
            |name: &str| self.is_deferred(name, constraint.deferrable, constraint.initially_deferred);
        let columns = constraint.columns.clone();
        let check = match constraint.kind {
            ConstraintKind::Foreign => Check::foreign_key(named("the foreign key", &columns), columns),
            ConstraintKind::Unique | ConstraintKind::Primary => Check::unique(named("the key", &columns), columns),
            ConstraintKind::Exclusion => Check::unique(named("the exclusion constraint", &columns), Vec::new()),
            _ => return,
        };
        if is_deferred(&check.name) {
            self.checks.push(check);
        }
    }

    fn learn_trigger(&mut self, create: &CreateTrigger) {
        if create.is_constraint && self.is_deferred(&create.name, create.deferrable, create.initially_deferred) {
            let fires = |event: TriggerEvent| create.events.contains(&event);
            self.checks.push(Check {
                name: format!("trigger {}", create.name),
                on_insert: fires(TriggerEvent::Insert),
                on_delete: fires(TriggerEvent::Delete),
                on_update: fires(TriggerEvent::Update).then(|| create.columns.clone()),
                is_certain: create.when.is_none(),
            });
        }
    }

    /// The check for which a statement that changes rows of the table puts them in line.
    fn queued(&self, look: &Look, table: &Relation) -> Option<&Check> {
        let Command::Dml(dml) = look.command() else { return None };
        if !writes(look, table) {
            return None;
        }
        let is_queued = |check: &&Check| match dml {
            Dml::Insert(_) | Dml::Copy(_) => check.on_insert,
            Dml::Update(update) => update.set.iter().any(|set| check.is_of_update(&set.column)),
            Dml::Delete(_) => check.on_delete,
            _ => false,
        };
        self.checks.iter().filter(is_queued).max_by_key(|check| check.is_certain)
    }
}

impl Check {
    fn foreign_key(name: String, columns: Vec<String>) -> Self {
        Check { name, on_insert: true, on_delete: false, on_update: Some(columns), is_certain: true }
    }

    /// Only a row whose key another one has, for the moment at least, is looked at again. One that is new seldom is.
    fn unique(name: String, columns: Vec<String>) -> Self {
        Check { name, on_insert: false, on_delete: false, on_update: Some(columns), is_certain: false }
    }

    fn of_trigger(trigger: &facts::Trigger) -> Self {
        Check {
            name: format!("trigger {}", trigger.name),
            on_insert: trigger.is_on_insert,
            on_delete: trigger.is_on_delete,
            on_update: trigger.is_on_update.then(|| trigger.columns.clone()),
            is_certain: !trigger.has_condition,
        }
    }

    fn is_of_update(&self, column: &String) -> bool {
        self.on_update.as_ref().is_some_and(|columns| columns.is_empty() || columns.contains(column))
    }
}

/// The constraints that the script has set DEFERRED for this transaction.
fn set_deferred(look: &Look) -> Vec<Option<String>> {
    let mut all = Vec::new();
    for before in look.together_before().take(NEAR) {
        let Command::Session(Session::SetConstraints(set)) = before.command() else { continue };
        match (set.deferred, set.constraints.is_empty()) {
            (true, true) => all.push(None),
            (true, false) => all.extend(set.constraints.iter().map(|name| Some(name.name.clone()))),
            (false, _) => {}
        }
    }
    all
}
