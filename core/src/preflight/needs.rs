//! What the statements of scripts need of the server: locks, room, old transactions gone, time.

use std::collections::BTreeSet;

use super::space::{Amount, Space};
use crate::classify::call;
use crate::ddl::Command;
use crate::ddl::alter_table::{Action, AlterTable};
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::ddl::dml::Dml;
use crate::ddl::expression::Form;
use crate::ddl::index::{CreateIndex, Index, IndexElem, Reindex, ReindexKind};
use crate::ddl::name::{ObjectType, Persistence, RangeVar};
use crate::ddl::object::Object;
use crate::ddl::routine::FuncCall;
use crate::ddl::session::Session;
use crate::ddl::table::Table;
use crate::ddl::value::{ConstantKind, Value, VariableSet, VariableSetKind};
use crate::ddl::view::View;
use crate::lock::{Mode, Need, Reach};
use crate::relation::Relation;
use crate::statement::{Class, Standalone, Statement};

/// What scripts need.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    /// Table locks that others notice.
    pub locks: Vec<Need>,
    /// What waits for old transactions.
    pub(super) concurrent: Vec<Concurrent>,
    /// Room.
    pub(super) space: Vec<Space>,
    /// The tags of the commands, for event triggers.
    pub(super) tags: BTreeSet<String>,
    /// Tags of commands, none of which says DROP, that drop something.
    pub(super) drops: BTreeSet<String>,
    /// What makes a temporary table: line and tag.
    pub(super) temporary: Vec<(u32, String)>,
    /// Limits that a script sets itself.
    pub(super) limits: Vec<ScriptLimit>,
    /// Whether rows are written batch by batch.
    pub(super) has_backfill: bool,
    /// Whether `migrate.apply()` runs all of it in the caller's transaction.
    pub(super) runs_in_caller: bool,
}

/// A statement that waits for whoever began before it.
#[derive(Debug, Clone)]
pub(super) struct Concurrent {
    pub(super) line: u32,
    /// For people: `CREATE INDEX CONCURRENTLY`.
    pub(super) tag: String,
    /// The table, or an index of it.
    pub(super) relation: Relation,
    /// Whether it waits for old snapshots, whatever they read.
    pub(super) waits_for_snapshots: bool,
    /// It waits for whoever has a lock that conflicts with this.
    pub(super) conflicts: Mode,
}

impl Concurrent {
    /// Whether it waits for whoever holds this on its table.
    pub(super) fn waits_for(&self, held: Mode) -> bool {
        self.conflicts.conflicts_with(held)
    }
}

/// A limit that a script sets.
#[derive(Debug, Clone)]
pub(super) struct ScriptLimit {
    pub(super) line: u32,
    pub(super) name: String,
    pub(super) milliseconds: i64,
    /// The first statement behind it that may last long: line, and what it is.
    pub(super) cuts: Option<(u32, String)>,
}

impl Needs {
    /// Nothing yet, of scripts that `migrate.apply()` runs in the caller's transaction or does not.
    pub fn new(runs_in_caller: bool) -> Needs {
        Needs { runs_in_caller, ..Needs::default() }
    }

    /// Adds what a statement needs; those of a script in its order.
    pub fn add(&mut self, statement: &Statement, command: &Command) {
        self.tags.insert(statement.tag.clone());
        self.locks.extend(statement.locks.iter().cloned());
        let (spaces, waits) = (self.space.len(), self.concurrent.len());
        let mut adding = Adding { needs: self, line: statement.line };
        adding.concurrent(statement);
        adding.command(command, statement);
        if let Some(what) = self.long(statement, spaces, waits) {
            for limit in self.limits.iter_mut().filter(|limit| limit.name == "statement_timeout") {
                limit.cuts.get_or_insert_with(|| (statement.line, what.clone()));
            }
        }
        if let Command::Session(Session::Set(set)) = command {
            self.set(set, statement.line);
        }
    }

    /// What a statement that may last long is called.
    fn long(&self, statement: &Statement, spaces: usize, waits: usize) -> Option<String> {
        let waits = self.concurrent.get(waits).map(|concurrent| concurrent.tag.clone());
        waits.or_else(|| (self.space.len() > spaces).then(|| statement.tag.clone()))
    }

    fn set(&mut self, set: &VariableSet, line: u32) {
        const LIMITS: [&str; 3] = ["statement_timeout", "lock_timeout", "transaction_timeout"];
        let Some(name) = set.name.as_deref().filter(|name| LIMITS.contains(name)) else { return };
        // What was set before counts no longer for what comes; what it has cut already stays.
        self.limits.retain(|limit| limit.name != name || limit.cuts.is_some() || name == "lock_timeout");
        if set.kind == VariableSetKind::Value
            && let Some(milliseconds) = set.args.first().and_then(milliseconds).filter(|ms| *ms > 0)
        {
            self.limits.push(ScriptLimit { line, name: name.into(), milliseconds, cuts: None });
        }
    }

    /// Every name of something that must be looked at, as scripts write it.
    pub fn relations(&self) -> impl Iterator<Item = &Relation> {
        let locked = self.locks.iter().map(|need| &need.relation);
        let waits = self.concurrent.iter().map(|concurrent| &concurrent.relation);
        locked.chain(waits).chain(self.space.iter().map(|space| &space.relation))
    }

    /// Whether a table may be written anew.
    pub(super) fn may_rewrite(&self) -> bool {
        self.space.iter().any(Space::rewrites)
    }

    /// Whether many rows get new versions.
    pub(super) fn writes_rows(&self) -> bool {
        self.has_backfill || self.space.iter().any(|space| space.amount == Amount::Rows)
    }

    /// Whether it writes much WAL.
    pub(super) fn writes_much(&self) -> bool {
        self.has_backfill || !self.space.is_empty()
    }
}

/// One statement, on its way into the needs.
struct Adding<'a> {
    needs: &'a mut Needs,
    line: u32,
}

impl Adding<'_> {
    fn space(&mut self, relation: Relation, amount: Amount, is_certain: bool) {
        self.needs.space.push(Space { line: self.line, relation, amount, is_certain });
    }

    fn wait(&mut self, tag: &str, relation: Relation, waits_for_snapshots: bool) {
        let conflicts = if waits_for_snapshots { Mode::Share } else { Mode::AccessExclusive };
        let tag = tag.to_string();
        self.needs.concurrent.push(Concurrent {
            line: self.line,
            tag,
            relation,
            waits_for_snapshots,
            conflicts,
        });
    }

    fn concurrent(&mut self, statement: &Statement) {
        let Class::Standalone(standalone) = &statement.class else { return };
        match standalone {
            Standalone::CreateIndex { table, .. } => {
                self.wait("CREATE INDEX CONCURRENTLY", table.clone(), true);
            }
            Standalone::DropIndex { index } => {
                self.wait("DROP INDEX CONCURRENTLY", index.clone(), false);
            }
            Standalone::Detach { parent, .. } => {
                self.wait("DETACH PARTITION CONCURRENTLY", parent.clone(), false);
            }
            Standalone::Reindex | Standalone::Create(_) | Standalone::Drop(_) | Standalone::Other => {}
        }
    }

    fn command(&mut self, command: &Command, statement: &Statement) {
        match command {
            Command::Index(Index::Create(create)) => self.index(create),
            Command::Index(Index::Reindex(reindex)) => self.reindex(reindex),
            Command::Table(table) => self.table(table, &statement.tag),
            Command::View(View::Refresh(refresh)) if !refresh.skip_data => {
                if refresh.concurrent {
                    self.temporary("REFRESH MATERIALIZED VIEW CONCURRENTLY");
                }
                self.space(refresh.relation.relation(), Amount::Rewrite, true);
            }
            Command::View(View::Create(create)) => self.made(&create.view, &statement.tag),
            Command::Dml(Dml::Update(update)) if !update.has_where => {
                self.space(update.relation.relation(), Amount::Rows, true);
            }
            Command::Dml(Dml::Select(select)) if statement.class == Class::Operation => {
                let name = call::operation(command).map(|operation| operation.name);
                if let (Some(name), Some(only)) = (name, &select.only_call) {
                    self.operation(&name, &only.call);
                }
            }
            Command::Object(Object::Drop(_)) => {}
            _ => {}
        }
    }

    fn made(&mut self, relation: &RangeVar, tag: &str) {
        if relation.persistence == Persistence::Temporary || relation.schema.as_deref() == Some("pg_temp") {
            self.temporary(tag);
        }
    }

    fn temporary(&mut self, what: &str) {
        self.needs.temporary.push((self.line, what.into()));
    }

    fn index(&mut self, create: &CreateIndex) {
        let columns = create.params.iter().chain(&create.including).map(column).collect();
        let amount = Amount::Index { columns, tablespace: create.tablespace.clone() };
        self.space(create.relation.relation(), amount, true);
    }

    fn reindex(&mut self, reindex: &Reindex) {
        let Some(relation) = reindex.relation.as_ref().map(RangeVar::relation) else { return };
        if matches!(reindex.kind, ReindexKind::Index | ReindexKind::Table) {
            if reindex.concurrent {
                self.wait("REINDEX CONCURRENTLY", relation.clone(), true);
            }
            self.space(relation, Amount::Rebuild, true);
        }
    }

    fn table(&mut self, table: &Table, tag: &str) {
        match table {
            Table::Create(create) => self.made(&create.relation, tag),
            Table::CreateAs(create) => self.made(&create.relation, tag),
            Table::Alter(alter) => self.alter(alter),
            Table::Vacuum(vacuum) if vacuum.full => {
                let tables = vacuum.relations.iter().filter_map(|one| one.relation.as_ref());
                tables.for_each(|table| self.space(table.relation(), Amount::Rewrite, true));
            }
            Table::Cluster(cluster) => {
                let table = cluster.relation.iter();
                table.for_each(|table| self.space(table.relation(), Amount::Rewrite, true));
            }
            _ => {}
        }
    }

    fn alter(&mut self, alter: &AlterTable) {
        if !matches!(alter.kind, ObjectType::Table | ObjectType::MaterializedView) {
            return;
        }
        let table = alter.relation.relation();
        for action in &alter.actions {
            match action {
                Action::AddConstraint { constraint } => self.constraint(&table, constraint, &[]),
                Action::AddColumn { column, .. } => self.column(&table, column),
                Action::AlterColumnType { .. } => self.space(table.clone(), Amount::Rewrite, false),
                Action::SetLogged | Action::SetUnlogged | Action::SetAccessMethod { .. } => {
                    self.space(table.clone(), Amount::Rewrite, true);
                }
                Action::SetExpression { .. } => self.space(table.clone(), Amount::Rewrite, true),
                Action::SetTablespace { name } => self.space(table.clone(), Amount::Move(name.clone()), true),
                Action::DropColumn { .. } | Action::DropConstraint { .. } | Action::ColumnDefault { .. } => {
                    self.needs.drops.insert("ALTER TABLE".into());
                }
                _ => {}
            }
        }
    }

    /// The index of a constraint that has none yet.
    fn constraint(&mut self, table: &Relation, constraint: &Constraint, column_of: &[String]) {
        use ConstraintKind::{Exclusion, Primary, Unique};
        if !matches!(constraint.kind, Primary | Unique | Exclusion) || constraint.index.is_some() {
            return;
        }
        let named =
            constraint.columns.iter().chain(&constraint.including).chain(column_of).cloned().map(Some);
        let excluded = constraint.exclusions.iter().map(|one| column(&one.element));
        let columns = named.chain(excluded).collect();
        let tablespace = constraint.tablespace.clone();
        self.space(table.clone(), Amount::Index { columns, tablespace }, true);
    }

    fn column(&mut self, table: &Relation, added: &ColumnDef) {
        const COUNTING: [&str; 6] = ["serial", "bigserial", "smallserial", "serial4", "serial8", "serial2"];
        let type_name = added.type_name.as_ref().and_then(|name| name.names.last());
        let mut rewrites = type_name.is_some_and(|name| COUNTING.contains(&name.as_str())).then_some(true);
        for constraint in &added.constraints {
            match constraint.kind {
                ConstraintKind::Generated if constraint.is_virtual => {}
                ConstraintKind::Identity | ConstraintKind::Generated => rewrites = Some(true),
                ConstraintKind::Default => {
                    // Whether a function gives each row a value of its own, only the server knows.
                    let calls = constraint.expression.as_ref().is_some_and(|expression| {
                        expression.form != Form::Constant && !expression.functions.is_empty()
                    });
                    rewrites = rewrites.or(calls.then_some(false));
                }
                _ => self.constraint(table, constraint, std::slice::from_ref(&added.name)),
            }
        }
        if let Some(is_certain) = rewrites {
            self.space(table.clone(), Amount::Rewrite, is_certain);
        }
    }

    /// A safe operation, as far as its arguments are constants. What it will find to do is seen when its turn comes, so
    /// nothing of it is certain.
    fn operation(&mut self, name: &str, call: &FuncCall) {
        let Some(first) =
            argument(call, 0, &["table_name", "parent", "name", "index_name", "referencing_table"])
        else {
            return;
        };
        let Ok(relation) = Relation::read(&first) else { return };
        let tags: &[&str] = match name {
            "safe_create_index" | "safe_replace_index" => &["CREATE INDEX"],
            "safe_add_unique" | "safe_add_primary_key" => &["CREATE INDEX", "ALTER TABLE"],
            "safe_drop_index" => &["DROP INDEX"],
            "safe_reindex" => &["REINDEX"],
            "safe_backfill" => &[],
            _ => &["ALTER TABLE"],
        };
        self.needs.tags.extend(tags.iter().map(|tag| tag.to_string()));
        let index = || Amount::Index { columns: vec![None], tablespace: None };
        let (amount, waits) = match name {
            "safe_create_index" | "safe_add_unique" | "safe_add_primary_key" => {
                (Some(index()), Some("CREATE INDEX CONCURRENTLY"))
            }
            "safe_replace_index" => (Some(Amount::Rebuild), Some("CREATE INDEX CONCURRENTLY")),
            "safe_reindex" => (Some(Amount::Rebuild), Some("REINDEX CONCURRENTLY")),
            "safe_drop_index" => (None, Some("DROP INDEX CONCURRENTLY")),
            "safe_backfill" | "safe_change_column_type" | "safe_split_column" | "safe_merge_columns" => {
                self.needs.has_backfill = true;
                (Some(Amount::Rows), None)
            }
            _ => (None, None),
        };
        if let Some(amount) = amount {
            self.space(relation.clone(), amount, false);
        }
        match waits {
            Some(tag) => self.wait(tag, relation, tag != "DROP INDEX CONCURRENTLY"),
            None if name == "safe_backfill" => {}
            None => {
                let need = Need { relation, mode: Mode::AccessExclusive, reach: Reach::Alone };
                self.needs.locks.push(need);
            }
        }
    }
}

/// An argument of a call, by its place or one of these names, where it is a string.
fn argument(call: &FuncCall, place: usize, names: &[&str]) -> Option<String> {
    let is_it = |name: &Option<String>| name.as_deref().is_some_and(|name| names.contains(&name));
    let named = call.args.iter().find(|argument| is_it(&argument.name));
    let argument = named.or_else(|| call.args.get(place).filter(|argument| argument.name.is_none()))?;
    let constant = argument.constant.as_ref().filter(|constant| constant.kind == ConstantKind::String)?;
    Some(constant.text.clone())
}

fn column(element: &IndexElem) -> Option<String> {
    element.name.clone()
}

/// A setting's value in milliseconds: `5000`, `'5s'`, `'2 min'`.
fn milliseconds(value: &Value) -> Option<i64> {
    let Value::Constant(constant) = value else { return None };
    let text = constant.text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    let unit = match text[end..].trim() {
        "" | "ms" => 1.0,
        "us" => 0.001,
        "s" => 1e3,
        "min" => 60e3,
        "h" => 3_600e3,
        "d" => 86_400e3,
        _ => return None,
    };
    Some((number * unit).round() as i64)
}

#[cfg(test)]
#[path = "needs/tests.rs"]
mod tests;
