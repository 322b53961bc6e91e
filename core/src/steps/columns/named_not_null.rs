//! NOT NULL where it is a constraint with a name. It is added NOT VALID, and validated without stopping anybody; what is
//! there is kept, with its name. One that is NO INHERIT is made to go down first, since it refuses any that comes from above.

use crate::facts::{Constraint, NotNull, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{DropConstraint, DropNotNull, Operation, SetNotNull};
use crate::steps::again;
use crate::steps::columns::proof;

/// Whether a table or one below it has a column's NOT NULL.
pub(super) fn is_somewhere(table: &Table, column: &str) -> bool {
    table.family().into_iter().any(|table| table.not_null(column).is_some())
}

/// The first of the numbered names that is free, or that the column's own NOT NULL has.
pub(crate) fn name(table: &Table, column: &str) -> String {
    if let Some(there) = table.not_null(column) {
        return there.name.clone();
    }
    proof::free(table, column)
}

/// The steps that make a column NOT NULL in a table and in all below it. `new` is the name of what the table has not yet.
pub(super) fn drafts(
    set: &SetNotNull,
    names: &dyn Quoting,
    table: &Table,
    new: &str,
    is_small: bool,
) -> Vec<Draft> {
    let invalid = |table: &&Table| table.not_null(&set.column).is_some_and(|there| !there.is_valid);
    // The statement for a small table would leave one NOT VALID that is below it.
    let at_once = is_small && !table.family().iter().any(invalid);
    let mut road = Road { set, names, at_once, drafts: Vec::new() };
    road.fill(table, new);
    road.drafts
}

struct Road<'a> {
    set: &'a SetNotNull,
    names: &'a dyn Quoting,
    /// Whether each step is short.
    at_once: bool,
    drafts: Vec<Draft>,
}

impl Road<'_> {
    fn own<'t>(&self, table: &'t Table) -> Option<&'t Constraint> {
        table.not_null(&self.set.column)
    }

    /// A table and all below it; `new` is the name of what the table has not yet.
    fn fill(&mut self, table: &Table, new: &str) {
        for below in table.below() {
            self.open(below);
        }
        let Some(there) = self.own(table) else {
            return self.add(table, new, false);
        };
        if there.stays_up() && (table.below().next().is_some() || self.set.goes_down) {
            self.open_one(table, there);
        }
        if self.set.again || !there.is_valid {
            self.add(table, &there.name, !self.set.again);
        } else {
            // The server does not look below one that is valid.
            let invalid = |table: &&Table| self.own(table).is_some_and(|there| !there.is_valid);
            let below: Vec<_> = table.family().into_iter().filter(invalid).collect();
            for below in below {
                if let Some(there) = self.own(below) {
                    self.add(below, &there.name, true);
                }
            }
        }
    }

    /// Lets all that stays up below a table, and in it, go down.
    fn open(&mut self, table: &Table) {
        for below in table.below() {
            self.open(below);
        }
        if let Some(there) = self.own(table).filter(|there| there.stays_up()) {
            self.open_one(table, there);
        }
    }

    /// Lets one go down. The server would look at the rows below while everybody waits: they are looked at before.
    fn open_one(&mut self, table: &Table, there: &Constraint) {
        let lacks = |below: &&Table| !self.at_once && self.own(below).is_none();
        let lacking: Vec<_> = table.below().filter(lacks).collect();
        let mut proofs = Vec::new();
        for below in lacking {
            proofs.push(self.prove(below));
        }
        let sql =
            format!("ALTER TABLE {} ALTER CONSTRAINT {} INHERIT", table.sql, self.names.quote(&there.name));
        let what = words::alter_constraint(&there.name, "inherit");
        let mut draft = Draft::new(what, sql, Mode::AccessExclusive, table);
        if table.below().next().is_some() {
            draft = draft.because("what inherits from the table has it from now on");
        }
        draft.is_apart = !self.at_once && !self.drafts.is_empty();
        self.drafts.push(draft);
        self.drafts.extend(proofs);
    }

    /// Proves it by a CHECK; what drops that, once it has served.
    fn prove(&mut self, table: &Table) -> Draft {
        let name = proof::helper(self.names, table, &self.set.column);
        let there = table.constraint(&name);
        let mut add = proof::add(self.names, table, &self.set.column, &name).done_if(there.is_some());
        add.is_apart = !self.drafts.is_empty() && there.is_none();
        self.drafts.push(add);
        let validate = proof::validate(self.names, table, &self.set.column, &name);
        self.drafts.push(validate.done_if(there.is_some_and(|there| there.is_valid)));
        Draft::drop_constraint(self.names, table, &name)
    }

    fn add(&mut self, table: &Table, name: &str, is_there: bool) {
        let alter = |action: String| format!("ALTER TABLE {} {action}", table.sql);
        let column = self.names.quote(&self.set.column);
        if self.at_once {
            let sql = alter(format!("ALTER COLUMN {column} SET NOT NULL"));
            let what = words::alter_column(&self.set.column, "set not null");
            let set = Draft::new(what, sql, Mode::AccessExclusive, table);
            let set = set.or_names(proof::nulls(self.names, table, &self.set.column));
            return self.drafts.push(set.because("the table is small"));
        }
        let quoted = self.names.quote(name);
        let add = alter(format!("ADD CONSTRAINT {quoted} NOT NULL {column} NOT VALID"));
        let mut add = Draft::new(words::add_not_valid(name), add, Mode::AccessExclusive, table);
        add.is_apart = !self.drafts.is_empty() && !is_there;
        self.drafts.push(add.done_if(is_there));
        self.drafts.push(proof::validate(self.names, table, &self.set.column, name));
    }
}

/// What takes those steps back, as long as they are not taken: each NOT NULL as it is, and none where there is none.
pub(super) fn as_before(set: &SetNotNull, names: &dyn Quoting, table: &Table) -> Vec<Operation> {
    let mut operations = Vec::new();
    match table.not_null(&set.column) {
        None => operations.push(dropped(table, &set.column)),
        Some(there) => own_as_before(table, there, &mut operations),
    }
    below_as_before(names, table, &set.column, &mut operations);
    operations
}

fn dropped(table: &Table, column: &str) -> Operation {
    let (table, column) = (table.relation(), column.into());
    Operation::DropNotNull(DropNotNull { table, column, without_key: false })
}

fn own_as_before(table: &Table, there: &Constraint, operations: &mut Vec<Operation>) {
    if there.stays_up() || !there.is_valid {
        operations.push(Operation::RestoreConstraint(again::constraint(table, there)));
    }
}

fn below_as_before(names: &dyn Quoting, table: &Table, column: &str, operations: &mut Vec<Operation>) {
    let stays_up = table.not_null(column).is_some_and(Constraint::stays_up);
    for below in table.below() {
        match below.not_null(column) {
            Some(there) => own_as_before(below, there, operations),
            // What it has got by then does not go with the one above.
            None if stays_up => {
                operations.push(dropped(below, column));
                let drop = DropConstraint::new(below.relation(), &proof::helper(names, below, column));
                operations.push(Operation::DropConstraint(DropConstraint { is_leftover: true, ..drop }));
            }
            None => {}
        }
        below_as_before(names, below, column, operations);
    }
}

/// What makes a column's NOT NULL again as it is, with its name, once it has been dropped: first where those below have
/// another name or a comment, and would be given the one from above. Nothing where there is none.
pub(crate) fn made_again(table: &Table, column: &str) -> Vec<Operation> {
    let Some(there) = table.not_null(column) else { return Vec::new() };
    let mut operations = Vec::new();
    for below in table.below().filter(|_| !there.stays_up()) {
        // What a table has of its own stays.
        let Some(own) = below.not_null(column).filter(|own| !own.is_local) else { continue };
        let mut all = made_again(below, column);
        if own.name == there.name && own.comment.is_none() && all.len() == 1 {
            all.clear();
        }
        operations.extend(all);
    }
    operations.push(Operation::RestoreConstraint(again::constraint(table, there)));
    operations
}

/// The column of a table that a NOT NULL's definition is about. A session may have `quote_all_identifiers` on.
pub(crate) fn column_of<'a>(names: &dyn Quoting, table: &'a Table, wanted: &NotNull) -> Option<&'a str> {
    let always = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let is_it = |name: &&str| names.quote(name) == wanted.column || always(name) == wanted.column;
    table.columns.iter().map(|column| column.name.as_str()).find(is_it)
}
