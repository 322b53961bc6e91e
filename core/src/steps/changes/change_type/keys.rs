//! Foreign keys of and to the column: they go, and come again NOT VALID, to be validated when that stops nobody.
//!
//! They are not kept on both columns: there their actions (ON UPDATE CASCADE) would fire twice.

use crate::facts::hanging::Key;
use crate::facts::{Hanging, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::plan::words;

impl Key {
    fn locking(&self, what: String, sql: String, mode: Mode) -> Draft {
        Draft::of_nothing(what, sql).locks_too(mode, &self.table)
    }

    pub(super) fn drop(&self, names: &dyn Quoting) -> Draft {
        let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", self.table, names.quote(&self.name));
        let draft = self.locking(words::drop_constraint(&self.name), sql, Mode::AccessExclusive);
        draft.locks_too(Mode::AccessExclusive, &self.referenced)
    }

    /// As it was, without a look at the rows.
    pub(super) fn add(&self, names: &dyn Quoting) -> Vec<Draft> {
        let name = names.quote(&self.name);
        let (what, definition) = match self.is_enforced() {
            true => {
                let definition = self.definition.trim_end_matches(" NOT VALID");
                (words::add_not_valid(&self.name), format!("{definition} NOT VALID"))
            }
            false => (words::add_constraint(&self.name), self.definition.clone()),
        };
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {name} {definition}", self.table);
        let mut drafts = vec![self.locking(what, sql, Mode::ShareRowExclusive)];
        drafts.extend(comment_on(names, &self.table, &self.name, self.comment.as_ref()));
        drafts
    }

    pub(super) fn validate(&self, names: &dyn Quoting) -> Draft {
        let sql = format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", self.table, names.quote(&self.name));
        let what = words::validate(&self.name);
        self.locking(what, sql, Mode::ShareUpdateExclusive).apart().because("reads the table, stops nobody")
    }
}

/// The comment of a CHECK that is made again.
pub(super) fn comment(hanging: &Hanging, names: &dyn Quoting, table: &Table, name: &str) -> Option<Draft> {
    let own = hanging.constraints.iter().find(|own| own.name == name)?;
    comment_on(names, &table.sql, name, own.comment.as_ref())
}

fn comment_on(names: &dyn Quoting, table: &str, name: &str, comment: Option<&String>) -> Option<Draft> {
    let comment = names.literal(comment?);
    let what = words::comment_on("constraint", name);
    let name = names.quote(name);
    Some(Draft::of_nothing(what, format!("COMMENT ON CONSTRAINT {name} ON {table} IS {comment}")))
}
