//! ALTER TABLE, and ALTER of whatever is altered in the same way: what alters it back.

use super::kind::word;
use super::names::Names;
use super::why::{IF_EXISTS, IF_NOT_EXISTS, NO_NAME, NOT_IN_SCRIPT, before};
use crate::ddl::alter_table::{self, AlterTable, Firing, WhichTriggers};
use crate::ddl::column::ColumnDef;
use crate::ddl::constraint::{Constraint, ConstraintKind};
use crate::ddl::name::{ObjectType, RangeVar};
use crate::reverse::action::{self, Action, Back, Kind, Object};

/// What each action alters.
pub fn actions(alter: &AlterTable, names: Names) -> Vec<Action> {
    if alter.if_exists {
        return vec![Back::unknown(IF_EXISTS).into()];
    }
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
    alter.actions.iter().map(|action| altered.action(action)).collect()
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

    /// Goes with the column or with the table, if the script has made it.
    fn of_column(&self, column: &str, why: &str) -> Back {
        Back::unknown_unless(why, vec![vec![self.part(Kind::Column, column)], self.whole()])
    }

    fn action(&self, action: &alter_table::Action) -> Action {
        use alter_table::Action::*;
        let name = |name: &str| self.names.identifier(name);
        let setting = || before("setting");
        let back = match action {
            AddColumn { if_not_exists: true, .. } => Back::unknown(IF_NOT_EXISTS),
            AddColumn { column, .. } => return self.add_column(column),
            AddConstraint { constraint } => return self.add_constraint(constraint),
            AttachPartition { partition, .. } => return self.attach(partition),
            ValidateConstraint { .. } => Back::Nothing,
            ColumnDefault { column, default } => {
                let drop = || self.clause(format!("ALTER COLUMN {} DROP DEFAULT", name(column)));
                Back::Unknown(action::Unknown {
                    why: before("default"),
                    unless: vec![vec![self.part(Kind::Column, column)], self.whole()],
                    instead: default.is_some().then(|| Box::new(drop())),
                })
            }
            SetNotNull { column } => {
                let back = self.clause(format!("ALTER COLUMN {} DROP NOT NULL", name(column)));
                return Action { makes: Some(self.part(Kind::NotNull, column)), ..back.into() };
            }
            DropNotNull { column } => self.clause(format!("ALTER COLUMN {} SET NOT NULL", name(column))),
            AlterColumnType { column, .. } => self.of_column(column, &before("type")),
            AddIdentity { column, .. } => self.clause(format!("ALTER COLUMN {} DROP IDENTITY", name(column))),
            SetStatistics { column, .. } => self.of_column(column.as_deref().unwrap_or_default(), &setting()),
            SetOptions { column, .. }
            | ResetOptions { column, .. }
            | SetStorage { column, .. }
            | SetCompression { column, .. }
            | SetIdentity { column, .. }
            | DropIdentity { column, .. }
            | DropExpression { column, .. }
            | AlterColumnGenericOptions { column, .. } => self.of_column(column, &setting()),
            Trigger { which: WhichTriggers::Named { name: trigger }, firing: Firing::Origin } => {
                self.clause(format!("DISABLE TRIGGER {}", name(trigger)))
            }
            Trigger { which: WhichTriggers::Named { name: trigger }, firing: Firing::Disabled } => {
                self.clause(format!("ENABLE TRIGGER {}", name(trigger)))
            }
            Rule { name: rule, firing: Firing::Origin } => {
                self.clause(format!("DISABLE RULE {}", name(rule)))
            }
            Rule { name: rule, firing: Firing::Disabled } => {
                self.clause(format!("ENABLE RULE {}", name(rule)))
            }
            EnableRowSecurity => self.clause("DISABLE ROW LEVEL SECURITY"),
            DisableRowSecurity => self.clause("ENABLE ROW LEVEL SECURITY"),
            ForceRowSecurity => self.clause("NO FORCE ROW LEVEL SECURITY"),
            NoForceRowSecurity => self.clause("FORCE ROW LEVEL SECURITY"),
            AddInherit { parent } => self.clause(format!("NO INHERIT {}", self.names.relation(parent))),
            DropInherit { parent } => self.clause(format!("INHERIT {}", self.names.relation(parent))),
            // Made again, they would be something else.
            DropColumn { column, .. } => return self.drop_part(Kind::Column, column),
            DropConstraint { name, .. } => return self.drop_part(Kind::Constraint, name),
            DetachPartition { .. } | DetachPartitionFinalize { .. } => {
                Back::unknown("The bounds that the partition had are not in the script.")
            }
            _ => Back::unknown_unless(setting(), vec![self.whole()]),
        };
        back.into()
    }

    fn add_column(&self, column: &ColumnDef) -> Action {
        let word = if self.kind == ObjectType::Type { "ATTRIBUTE" } else { "COLUMN" };
        let back = self.clause(format!("DROP {word} {}", self.names.identifier(&column.name)));
        Action { makes: Some(self.part(Kind::Column, &column.name)), ..back.into() }
    }

    fn drop_part(&self, kind: Kind, name: &str) -> Action {
        Action { drops: vec![self.part(kind, name)], ..Back::unknown(NOT_IN_SCRIPT).into() }
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
            return Back::unknown_unless(NO_NAME, unless).into();
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
        Action {
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
