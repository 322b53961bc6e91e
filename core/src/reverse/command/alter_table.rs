//! ALTER TABLE, and ALTER of whatever is altered in the same way: what alters it back.

use super::chosen;
use super::kind::word;
use super::make::if_absent;
use super::names::Names;
use super::why::{IF_EXISTS, NO_NAME, NOT_IN_SCRIPT, before};
use crate::ddl::alter_table::{self, AlterTable, Firing, WhichTriggers};
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::ddl::name::{ObjectType, RangeVar, RoleSpec};
use crate::lex::tokens::Tokens;
use crate::reverse::action::{self, Action, Aspect, Back, Chosen, Kind, Loses, Object, Was, When};

/// What each action alters; `text` is all that the statement says.
pub fn actions(alter: &AlterTable, text: &str, names: Names) -> Vec<Action> {
    let mut actions = of_each(alter, names);
    if alter.kind == ObjectType::Type && has_cascade(text) {
        actions.iter_mut().for_each(with_typed_tables);
    }
    actions
}

fn has_cascade(text: &str) -> bool {
    let tokens = Tokens::of(text, false);
    let mut words = (0..).map(|at| tokens.text(at)).take_while(|word| !word.is_empty());
    words.any(|word| word.eq_ignore_ascii_case("cascade"))
}

/// Tables of a composite type follow its attributes back as they have followed them.
fn with_typed_tables(action: &mut Action) {
    action.cascade = true;
    if let Back::Clause { clause, .. } = &mut action.back {
        clause.push_str(" CASCADE");
    }
}

fn of_each(alter: &AlterTable, names: Names) -> Vec<Action> {
    let word = word(alter.kind).unwrap_or("TABLE");
    // A composite type has no children, and the parser does not fill in that field.
    let is_type = alter.kind == ObjectType::Type;
    let name = if is_type { names.relation(&alter.relation) } else { names.only(&alter.relation) };
    let altered = Altered {
        relation: &alter.relation,
        name: names.relation(&alter.relation),
        of: format!("ALTER {word} {name}"),
        kind: alter.kind,
        names,
    };
    let actions = alter.actions.iter().map(|action| altered.action(action));
    if alter.if_exists {
        // Either all of them do something, or none.
        let is_there = When::Present(Object::new(Kind::Relation, altered.name.as_str()));
        return actions.map(|action| if_present(action, &is_there)).collect();
    }
    actions.collect()
}

fn if_present(action: Action, is_there: &When) -> Action {
    match action.when {
        When::Always => action.when(is_there.clone()),
        // What is not there has no part either.
        When::Absent(ref part) => {
            let part = part.clone();
            action.when(When::AbsentWithin(part))
        }
        _ => Back::unknown(IF_EXISTS).into(),
    }
}

/// What an ALTER TABLE is about.
struct Altered<'a> {
    relation: &'a RangeVar,
    name: String,
    /// The statement up to its actions.
    of: String,
    kind: ObjectType,
    names: Names<'a>,
}

impl Altered<'_> {
    fn clause(&self, clause: impl Into<String>) -> Back {
        Back::Clause { of: self.of.clone(), clause: clause.into() }
    }

    fn whole(&self) -> Vec<Object> {
        vec![Object::new(Kind::Relation, self.name.as_str())]
    }

    /// A part of the table, by its name as the statement has it.
    fn part(&self, kind: Kind, name: &str) -> Object {
        Object::part(kind, self.name.as_str(), self.names.identifier(name))
    }

    fn column(&self, column: &str) -> Option<Object> {
        Some(self.part(Kind::Column, column))
    }

    /// Goes with the column or with the table, if the script has made it.
    fn of_column(&self, column: &str, why: String, aspect: Aspect) -> Action {
        let back = Back::unknown_unless(why, vec![vec![self.part(Kind::Column, column)], self.whole()]);
        Action::from(back).changes(self.column(column), aspect)
    }

    /// Something of the table itself.
    fn of_table(&self, back: Back, aspect: Aspect) -> Action {
        let table = self.whole().pop();
        Action::from(back).changes(table, aspect)
    }

    fn change_owner(&self, owner: &RoleSpec) -> Action {
        let back = Back::unknown_unless(before("setting"), vec![self.whole()]);
        Action::from(back).changes_owner(self.whole().pop(), self.names.role(owner))
    }

    fn action(&self, action: &alter_table::Action) -> Action {
        use alter_table::Action::*;
        let name = |name: &str| self.names.identifier(name);
        let setting = || before("setting");
        let back = match action {
            AddColumn { column, if_not_exists } => {
                return if_absent(*if_not_exists, self.add_column(column));
            }
            AddConstraint { constraint } => {
                let column =
                    constraint.columns.first().filter(|_| constraint.kind == ConstraintKind::NotNull);
                return match (column, &constraint.name) {
                    (Some(column), None) => self.set_not_null(column),
                    _ => self.add_constraint(constraint),
                };
            }
            AttachPartition { partition, .. } => return self.attach(partition),
            ValidateConstraint { .. } => Back::Nothing,
            ColumnDefault { column, default } => {
                let drop = || self.clause(format!("ALTER COLUMN {} DROP DEFAULT", name(column)));
                let back = Back::Unknown(action::Unknown {
                    why: before("default").into(),
                    unless: vec![vec![self.part(Kind::Column, column)], self.whole()],
                    instead: default.is_some().then(|| Box::new(drop())),
                });
                return Action::from(back).changes(self.column(column), Aspect::Default);
            }
            SetNotNull { column } => return self.set_not_null(column),
            DropNotNull { column } => {
                let back = self.clause(format!("ALTER COLUMN {} SET NOT NULL", name(column)));
                return Action::from(back).changes(self.column(column), Aspect::NotNull);
            }
            AlterColumnType { column, .. } => return self.of_column(column, before("type"), Aspect::Type),
            AddIdentity { column, .. } => {
                let back = self.clause(format!("ALTER COLUMN {} DROP IDENTITY", name(column)));
                return Action::from(back).changes(self.column(column), Aspect::Identity);
            }
            SetStatistics { column: Some(column), .. }
            | SetStorage { column, .. }
            | SetCompression { column, .. } => return self.of_column(column, setting(), Aspect::Storage),
            SetOptions { column, .. } | ResetOptions { column, .. } => {
                return self.of_column(column, setting(), Aspect::Options);
            }
            DropIdentity { column, .. } => return self.of_column(column, setting(), Aspect::Identity),
            SetIdentity { column, .. } => return self.of_column(column, setting(), Aspect::IdentityOptions),
            DropExpression { column, .. } | AlterColumnGenericOptions { column, .. } => {
                let made = vec![vec![self.part(Kind::Column, column)], self.whole()];
                Back::unknown_unless(setting(), made)
            }
            Trigger { which: WhichTriggers::Named { name: trigger }, firing: Firing::Origin } => {
                let back = self.clause(format!("DISABLE TRIGGER {}", name(trigger)));
                return Action::from(back).changes(Some(self.part(Kind::Trigger, trigger)), Aspect::Firing);
            }
            Trigger { which: WhichTriggers::Named { name: trigger }, firing: Firing::Disabled } => {
                let back = self.clause(format!("ENABLE TRIGGER {}", name(trigger)));
                return Action::from(back).changes(Some(self.part(Kind::Trigger, trigger)), Aspect::Firing);
            }
            Trigger { which: WhichTriggers::Named { name: trigger }, .. } => {
                let back = Back::unknown_unless(setting(), vec![self.whole()]);
                return Action::from(back).changes(Some(self.part(Kind::Trigger, trigger)), Aspect::Firing);
            }
            Trigger { .. } => {
                return self.of_table(Back::unknown_unless(setting(), vec![self.whole()]), Aspect::Firing);
            }
            Rule { name: rule, firing } => {
                let back = match firing {
                    Firing::Origin => self.clause(format!("DISABLE RULE {}", name(rule))),
                    Firing::Disabled => self.clause(format!("ENABLE RULE {}", name(rule))),
                    _ => Back::unknown_unless(setting(), vec![self.whole()]),
                };
                return Action::from(back).changes(Some(self.part(Kind::Rule, rule)), Aspect::Firing);
            }
            EnableRowSecurity | DisableRowSecurity | ForceRowSecurity | NoForceRowSecurity => {
                let clause = match action {
                    EnableRowSecurity => "DISABLE ROW LEVEL SECURITY",
                    DisableRowSecurity => "ENABLE ROW LEVEL SECURITY",
                    ForceRowSecurity => "NO FORCE ROW LEVEL SECURITY",
                    _ => "FORCE ROW LEVEL SECURITY",
                };
                return self.of_table(self.clause(clause), Aspect::RowSecurity);
            }
            ChangeOwner { owner } => return self.change_owner(owner),
            AddInherit { parent } => self.clause(format!("NO INHERIT {}", self.names.relation(parent))),
            DropInherit { parent } => self.clause(format!("INHERIT {}", self.names.relation(parent))),
            // Made again, they would be something else.
            DropColumn { column, if_exists, cascade } => {
                return self.drop_part(Kind::Column, column, *if_exists, *cascade);
            }
            DropConstraint { name, if_exists, cascade } => {
                return self.drop_part(Kind::Constraint, name, *if_exists, *cascade);
            }
            DetachPartition { partition, .. } | DetachPartitionFinalize { partition } => {
                let back = Back::unknown("The bounds that the partition had are not in the script.");
                let partition = Object::new(Kind::Relation, self.names.relation(partition));
                return Action::from(back).changes(Some(partition), Aspect::Partition);
            }
            AlterConstraint { constraint } => {
                let object = constraint.name.as_ref().map(|name| self.part(Kind::Constraint, name));
                let back = Back::unknown_unless(setting(), vec![self.whole()]);
                return Action::from(back).changes(object, Aspect::Definition);
            }
            _ => {
                let back = Back::unknown_unless(setting(), vec![self.whole()]);
                return match self.aspect_of(action) {
                    Some(aspect) => self.of_table(back, aspect),
                    None => back.into(),
                };
            }
        };
        back.into()
    }

    /// What of the table itself an action changes.
    fn aspect_of(&self, action: &alter_table::Action) -> Option<Aspect> {
        use alter_table::Action::*;
        Some(match action {
            ClusterOn { .. } | DropCluster => Aspect::Cluster,
            SetLogged | SetUnlogged | SetAccessMethod { .. } | SetTablespace { .. } => Aspect::Place,
            SetRelOptions { .. } | ResetRelOptions { .. } => Aspect::Options,
            ReplicaIdentity { .. } => Aspect::ReplicaIdentity,
            _ => return None,
        })
    }

    fn add_column(&self, column: &ColumnDef) -> Action {
        let word = if self.kind == ObjectType::Type { "ATTRIBUTE" } else { "COLUMN" };
        let back = self.clause(format!("DROP {word} {}", self.names.identifier(&column.name)));
        Action { makes: Some(self.part(Kind::Column, &column.name)), ..back.into() }
    }

    fn drop_part(&self, kind: Kind, name: &str, may_drop_nothing: bool, cascade: bool) -> Action {
        let drops = vec![self.part(kind, name)];
        let loses = (kind == Kind::Column && self.kind == ObjectType::Table).then_some(Loses::Values);
        Action { drops, cascade, may_drop_nothing, loses, ..Back::unknown(NOT_IN_SCRIPT).into() }
    }

    fn set_not_null(&self, column: &str) -> Action {
        let back = self.clause(format!("ALTER COLUMN {} DROP NOT NULL", self.names.identifier(column)));
        let action = Action { makes: Some(self.part(Kind::NotNull, column)), ..back.into() };
        action.changes(self.column(column), Aspect::NotNull)
    }

    fn add_constraint(&self, constraint: &Constraint) -> Action {
        use ConstraintKind::{Exclusion, Foreign, Primary, Unique};
        let columns = || constraint.columns.iter();
        // Without a name of its own it takes that of its index.
        let Some(given) = constraint.name.as_ref().or(constraint.index.as_ref()) else {
            // It goes with its table, and with any of its columns. But what it refers to may be gone before.
            let mut unless: Vec<_> = columns().map(|column| vec![self.part(Kind::Column, column)]).collect();
            let is_own = |relation: &RangeVar| self.names.relation(relation) == self.name;
            if constraint.kind != Foreign
                || constraint.references.as_ref().is_some_and(|to| is_own(&to.pktable))
            {
                unless.push(self.whole());
            }
            let names = chosen::constraint(self.relation, constraint, self.names);
            let drop = "DROP CONSTRAINT *".to_string();
            let chosen = names.map(|names| Chosen { names, of_table: Some(self.of.clone()), drop });
            // A primary key makes its columns NOT NULL.
            let keys = columns().filter(|_| constraint.kind == Primary);
            let was = keys.map(|column| Was::new(self.part(Kind::Column, column), Aspect::NotNull)).collect();
            return Action {
                chosen: chosen.map(Box::new),
                was,
                ..Back::unknown_unless(NO_NAME, unless).into()
            };
        };
        let drop = self.clause(format!("DROP CONSTRAINT {}", self.names.identifier(given)));
        let back = if constraint.kind == Primary {
            let made = columns().map(|column| self.part(Kind::Column, column)).collect();
            let not_null = columns().map(|column| self.part(Kind::NotNull, column)).collect();
            Back::Unknown(action::Unknown {
                why: "Its columns become NOT NULL, and whether they were that before is not in the script."
                    .into(),
                unless: vec![self.whole(), made, not_null],
                instead: Some(Box::new(drop)),
            })
        } else {
            drop
        };
        let is_key = matches!(constraint.kind, Primary | Unique | Exclusion);
        let index = constraint.index.as_ref().filter(|_| is_key);
        let keys = columns().filter(|_| constraint.kind == Primary && constraint.index.is_none());
        let was = keys.map(|column| Was::new(self.part(Kind::Column, column), Aspect::NotNull)).collect();
        Action {
            was,
            makes: Some(self.part(Kind::Constraint, given)),
            takes: index.map(|index| Object::new(Kind::Relation, self.names.beside(self.relation, index))),
            ..back.into()
        }
    }

    fn attach(&self, partition: &RangeVar) -> Action {
        let name = self.names.relation(partition);
        if self.kind != ObjectType::Index {
            return self.clause(format!("DETACH PARTITION {name}")).into();
        }
        let why = "PostgreSQL has no statement that detaches an index.";
        let back = Back::unknown_unless(why, vec![self.whole()]);
        Action { takes: Some(Object::new(Kind::Relation, name)), ..back.into() }
    }
}
