//! NOT NULL in the exchange. A CHECK has proved it, so no row is read.
//!
//! Where it is a constraint, it keeps its name, its comment and its state: that of the old column goes before that of the new
//! one comes, on each partition that has one of its own name, too. An identity column must have one at every moment:
//! there the new one has a name of ours meanwhile.

use super::ends::Ends;
use crate::facts::{Constraint, NotNull, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;

/// The NOT NULL of a partition that has one of its own, or by a name of its own, or with a comment.
fn special<'a>(table: &'a Table, column: &str) -> Vec<(&'a Table, &'a Constraint)> {
    let above = table.not_null(column).map(|there| &there.name);
    let mut all = Vec::new();
    for partition in &table.partitions {
        if let Some(own) = partition.not_null(column)
            && (own.is_local || own.comment.is_some() || Some(&own.name) != above)
        {
            all.push((partition, own));
        }
        all.extend(special(partition, column));
    }
    all
}

impl Ends<'_> {
    /// Whether the column that takes the place must be proved to have a value in every row.
    pub(super) fn is_filled(&self) -> bool {
        self.table.is_filled(&self.column.name)
    }

    fn is_identity(&self) -> bool {
        self.hanging.sequence.as_ref().is_some_and(|sequence| sequence.identity.is_some())
    }

    /// The column that takes the place is NOT NULL, which it must be before it takes an identity or a key over.
    pub(super) fn give_not_null(&self, names: &dyn Quoting) -> Vec<Draft> {
        if !self.column.is_not_null {
            return Vec::new();
        }
        let column = names.quote(&self.column.name);
        let mut drafts = Vec::new();
        match self.table.not_null(&self.column.name) {
            None => {
                let what = words::alter_column(&self.column.name, "set not null");
                let set = self.alter(self.table, what, format!("ALTER COLUMN {column} SET NOT NULL"));
                drafts.push(set.because("the constraint proves it: no row is read"));
            }
            Some(there) if self.is_identity() => {
                drafts.push(self.add(names, self.table, there, &self.copy_of(&there.name)));
            }
            Some(there) => {
                drafts.extend(self.drop_not_null(names));
                for (partition, own) in special(self.table, &self.column.name).into_iter().rev() {
                    drafts.push(self.add(names, partition, own, &own.name));
                    drafts.extend(comment(names, partition, own));
                }
                drafts.push(self.add(names, self.table, there, &there.name));
                drafts.extend(comment(names, self.table, there));
            }
        }
        if self.is_filled() {
            drafts.push(Draft::drop_constraint(names, self.table, &self.helper()));
        }
        drafts
    }

    /// The column that has gone refuses no row without it, once it is no identity column any more.
    pub(super) fn take_not_null(&self, names: &dyn Quoting) -> Vec<Draft> {
        if !self.column.is_not_null {
            return Vec::new();
        }
        match self.table.not_null(&self.column.name) {
            None => self.drop_not_null(names),
            Some(there) if self.is_identity() => {
                let mut drafts = self.drop_not_null(names);
                let copy = self.copy_of(&there.name);
                let what = words::table_uses("rename constraint to", &there.name);
                let rename =
                    format!("RENAME CONSTRAINT {} TO {}", names.quote(&copy), names.quote(&there.name));
                drafts.push(self.alter(self.table, what, rename));
                drafts.extend(comment(names, self.table, there));
                drafts
            }
            Some(_) => Vec::new(),
        }
    }

    fn alter(&self, table: &Table, what: String, action: String) -> Draft {
        Draft::new(what, format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
    }

    /// As it is, of the column that takes the place.
    fn add(&self, names: &dyn Quoting, table: &Table, there: &Constraint, name: &str) -> Draft {
        let column = names.quote(&self.column.name);
        let is_valid = self.is_filled();
        let wanted = NotNull { column: &column, goes_down: !there.stays_up(), is_valid };
        let action = format!("ADD CONSTRAINT {} {}", names.quote(name), wanted.definition());
        let (what, why) = match is_valid {
            true => (words::add_constraint(name), "the other constraint proves it: no row is read"),
            false => (words::add_not_valid(name), "as it was: not validated"),
        };
        self.alter(table, what, action).because(why)
    }

    /// Of a partition's own, too, which does not go with that of its table.
    fn drop_not_null(&self, names: &dyn Quoting) -> Vec<Draft> {
        let special = special(self.table, &self.column.name);
        let own = special.iter().filter(|(_, own)| own.is_local).map(|(partition, _)| *partition);
        let drop = |table: &Table| {
            let what = words::alter_column(&self.away, "drop not null");
            self.alter(table, what, format!("ALTER COLUMN {} DROP NOT NULL", names.quote(&self.away)))
        };
        std::iter::once(self.table).chain(own).map(drop).collect()
    }
}

fn comment(names: &dyn Quoting, table: &Table, there: &Constraint) -> Option<Draft> {
    let comment = names.literal(there.comment.as_ref()?);
    let sql = format!("COMMENT ON CONSTRAINT {} ON {} IS {comment}", names.quote(&there.name), table.sql);
    Some(Draft::of_nothing(words::comment_on("constraint", &there.name), sql))
}
