//! Foreign keys of and to the column: they go, and come again NOT VALID, to be validated when that stops nobody.
//!
//! They are not kept on both columns: there their actions (ON UPDATE CASCADE) would fire twice.

use crate::facts::hanging::Key;
use crate::facts::{Hanging, Table};
use crate::lock::Mode;
use crate::name::Quoting;
use crate::plan::draft::Draft;

impl Key {
    fn locking(&self, sql: String, mode: Mode) -> Draft {
        Draft { lock: format!("{} on {}", mode.words(), self.table), ..Draft::of_nothing(sql) }
    }

    pub(super) fn drop(&self, names: &dyn Quoting) -> Draft {
        let sql = format!("ALTER TABLE {} DROP CONSTRAINT {}", self.table, names.quote(&self.name));
        let mut draft = self.locking(sql, Mode::AccessExclusive);
        draft.lock.push_str(&format!(", and on {}", self.referenced));
        draft
    }

    /// As it was, without a look at the rows.
    pub(super) fn add(&self, names: &dyn Quoting) -> Vec<Draft> {
        let definition = self.definition.trim_end_matches(" NOT VALID");
        let name = names.quote(&self.name);
        let sql = format!("ALTER TABLE {} ADD CONSTRAINT {name} {definition} NOT VALID", self.table);
        let mut drafts = vec![self.locking(sql, Mode::ShareRowExclusive)];
        drafts.extend(comment_on(names, &self.table, &self.name, self.comment.as_ref()));
        drafts
    }

    pub(super) fn validate(&self, names: &dyn Quoting) -> Draft {
        let sql = format!("ALTER TABLE {} VALIDATE CONSTRAINT {}", self.table, names.quote(&self.name));
        self.locking(sql, Mode::ShareUpdateExclusive).apart().because("reads the table, stops nobody")
    }
}

/// The comment of a CHECK that is made again.
pub(super) fn comment(hanging: &Hanging, names: &dyn Quoting, table: &Table, name: &str) -> Option<Draft> {
    let own = hanging.constraints.iter().find(|own| own.name == name)?;
    comment_on(names, &table.sql, name, own.comment.as_ref())
}

fn comment_on(names: &dyn Quoting, table: &str, name: &str, comment: Option<&String>) -> Option<Draft> {
    let comment = names.literal(comment?);
    let name = names.quote(name);
    Some(Draft::of_nothing(format!("COMMENT ON CONSTRAINT {name} ON {table} IS {comment}")))
}
