//! The sequence that is a column's own.
//!
//! It goes over to the column that takes the place, and counts as far as that one's type. The sequence of an identity
//! column cannot change hands. So another one takes its name and goes on where it stood, under the table's lock.

use crate::error::Result;
use crate::facts::hanging::Sequence;
use crate::facts::{Catalog, Table};
use crate::lock::Mode;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::relation::Relation;
use crate::steps::sharing::{grants, revokes};

impl Sequence {
    /// It counts as far as this type does, if that is an integer.
    pub(super) fn retyped(&self, data_type: &str) -> Option<Draft> {
        const INTEGERS: [&str; 3] = ["smallint", "integer", "bigint"];
        // The server itself sees to that of an identity column.
        let is_other =
            self.identity.is_none() && self.data_type != data_type && INTEGERS.contains(&data_type);
        let what = || words::sequence("alter", &self.name, &format!("as {data_type}"));
        is_other.then(|| Draft::of_nothing(what(), format!("ALTER SEQUENCE {} AS {data_type}", self.sql)))
    }

    /// It is the sequence of another column, which has the name of the one whose it was; that one is called `away` now.
    pub(super) fn moved(
        &self,
        catalog: &dyn Catalog,
        table: &Table,
        column: &str,
        away: &str,
        beside: &str,
    ) -> Result<Vec<Draft>> {
        let to = |how: &str| words::alter_column(column, how);
        let from = |how: &str| words::alter_column(away, how);
        let own = |verb: &str, how: &str| words::sequence(verb, &self.name, how);
        let (column, away) = (catalog.quote(column), catalog.quote(away));
        let Some(identity) = &self.identity else {
            let sql = format!("ALTER SEQUENCE {} OWNED BY {}.{column}", self.sql, table.sql);
            return Ok(vec![Draft::of_nothing(own("alter", "owned by the new column"), sql)]);
        };
        let alter = |what: String, action: String| {
            Draft::new(what, format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
        };
        let before = catalog.quote(beside);
        let old = format!("{}.{before}", catalog.quote(&self.schema));
        let sharing = {
            let there = Relation { schema: Some(self.schema.clone()), name: self.name.clone() };
            catalog.sharing(&catalog.table(&there)?)
        };
        let mut drafts = vec![
            Draft::of_nothing(
                own("rename", "out of the way"),
                format!("ALTER SEQUENCE {} RENAME TO {before}", self.sql),
            ),
            alter(
                to("add identity"),
                format!(
                    "ALTER COLUMN {column} ADD GENERATED {identity} AS IDENTITY (SEQUENCE NAME {} {})",
                    self.sql, self.options
                ),
            ),
            Draft::of_nothing(
                own("set", ""),
                format!(
                    "SELECT pg_catalog.setval({}, last_value, is_called) FROM {old}",
                    catalog.literal(&self.sql)
                ),
            )
            .because("goes on where the other one stands"),
            alter(from("drop identity"), format!("ALTER COLUMN {away} DROP IDENTITY")),
        ];
        let on = format!("SEQUENCE {}", self.sql);
        let privileges = |sql: String| Draft::of_nothing(words::copy_privileges(&self.name), sql);
        drafts.extend(revokes(catalog, &sharing, &on).into_iter().map(privileges));
        drafts.extend(grants(catalog, &sharing, &on).into_iter().map(privileges));
        if let Some(comment) = &sharing.comment {
            let sql = format!("COMMENT ON SEQUENCE {} IS {}", self.sql, catalog.literal(comment));
            drafts.push(Draft::of_nothing(words::comment_on("sequence", &self.name), sql));
        }
        Ok(drafts)
    }
}
