//! The trigger that keeps the columns of both ends of a change in step: whatever is written to one end is carried to
//! the other before the row is stored, so constraints and indexes see both.
//!
//! An UPDATE may write both ends: then the new end counts. In an INSERT the new end counts if anything in it is not
//! NULL; nobody can tell a NULL that was written from one that was left out. The new end therefore has no defaults
//! while there are two.
//!
//! There is one trigger for INSERT, and one for an UPDATE that changes one of the columns (WHEN). They fire behind the
//! table's own, since their names begin with `~`, and for every writer (ENABLE ALWAYS). Their function lies in the
//! table's schema, so the table's owner needs CREATE there.

use crate::backfill::Assignment;
use crate::facts::{Catalog, Table};
use crate::lock::Mode;
use crate::name::{MOST_BYTES, Quoting, object_name, qualified};
use crate::plan::draft::Draft;
use crate::steps::stored;

/// A column that has only the value of another.
pub(crate) fn same(column: &str, names: &dyn Quoting, other: &str) -> Assignment {
    Assignment { column: column.into(), expression: names.quote(other) }
}

/// Both ends, and how each follows from the other.
pub(crate) struct Sync<'a> {
    /// The table.
    pub(crate) table: &'a Table,
    /// The old end.
    pub(crate) old: Vec<Assignment>,
    /// The new end.
    pub(crate) new: Vec<Assignment>,
    /// A condition that the new end is not what follows from the old one; none where both are simply the same. Where it
    /// follows, the old end is left alone: it may say more than can be had back from the new one.
    pub(crate) differ: Option<String>,
    /// The search path by which expressions mean something; none where there are only columns.
    pub(crate) search_path: Option<String>,
    /// Whether only what is written to the new end is carried over.
    pub(crate) is_one_way: bool,
}

impl Sync<'_> {
    /// The function's name.
    fn name(&self) -> String {
        let columns = self.new.iter().map(|new| new.column.as_str());
        let parts: Vec<&str> = std::iter::once(self.table.name.as_str()).chain(columns).collect();
        object_name(&parts, "sync")
    }

    /// The trigger's name: it fires behind those of the table's own, which may change what is written.
    pub(crate) fn trigger(&self) -> String {
        self.trigger_named("")
    }

    fn trigger_named(&self, end: &str) -> String {
        let mut name = format!("~{}", self.name());
        while name.len() + end.len() > MOST_BYTES {
            name.pop();
        }
        name + end
    }

    /// Both triggers: name, event, and when it fires. Whoever changes other columns does not pay for it. What an UPDATE
    /// names does not tell: a trigger of the table's own may change a column, too.
    fn triggers(&self, names: &dyn Quoting) -> [(String, &'static str, String); 2] {
        let both: Vec<&Assignment> = self.old.iter().chain(&self.new).collect();
        let is_changed =
            format!(" WHEN ({})", stored::differ(&values(names, "NEW", &both), &values(names, "OLD", &both)));
        [(self.trigger(), "INSERT", String::new()), (self.trigger_named("_update"), "UPDATE", is_changed)]
    }

    fn function(&self, names: &dyn Quoting) -> String {
        qualified(names, &self.table.schema, &self.name())
    }

    /// What the function does.
    fn body(&self, names: &dyn Quoting) -> String {
        let differs = |end: &[Assignment]| {
            let end: Vec<&Assignment> = end.iter().collect();
            stored::differ(&values(names, "NEW", &end), &values(names, "OLD", &end))
        };
        let written: Vec<_> =
            self.new.iter().map(|one| format!("NEW.{} IS NOT NULL", names.quote(&one.column))).collect();
        let (written, to_new) = (written.join(" OR "), self.assign(names, &self.new));
        let mut to_old = self.assign(names, &self.old);
        if let Some(differ) = &self.differ.as_ref().filter(|_| !self.is_one_way) {
            let row = names.quote(&self.table.name);
            to_old = format!("IF (SELECT {differ} FROM (SELECT NEW.*) AS {row}) THEN {to_old} END IF;");
        }
        if self.is_one_way {
            // Whoever writes must not be disturbed by what is hidden.
            let nothing = |one: &Assignment| format!("NEW.{} := NULL;", names.quote(&one.column));
            let to_nothing = self.old.iter().map(nothing).collect::<Vec<_>>().join(" ");
            return format!(
                "
#variable_conflict use_column
BEGIN
    IF TG_OP = 'INSERT' OR {} THEN
        BEGIN
            {to_old}
        EXCEPTION WHEN OTHERS THEN
            {to_nothing}
        END;
    END IF;
    RETURN NEW;
END
",
                differs(&self.new)
            );
        }
        format!(
            "
#variable_conflict use_column
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF {written} THEN
            {to_old}
        ELSE
            {to_new}
        END IF;
    ELSIF {} THEN
        {to_old}
    ELSIF {} THEN
        {to_new}
    END IF;
    RETURN NEW;
END
",
            differs(&self.new),
            differs(&self.old),
        )
    }

    /// Statements that give an end its values.
    fn assign(&self, names: &dyn Quoting, end: &[Assignment]) -> String {
        let other = |expression: &str| {
            self.table
                .columns
                .iter()
                .map(|column| &column.name)
                .chain(self.new.iter().map(|new| &new.column))
                .any(|column| names.quote(column) == expression)
        };
        if let [one] = end
            && other(&one.expression)
        {
            return format!("NEW.{} := NEW.{};", names.quote(&one.column), one.expression);
        }
        let values: Vec<_> = end.iter().map(|one| crate::backfill::closed(&one.expression)).collect();
        let targets: Vec<_> = end.iter().map(|one| format!("NEW.{}", names.quote(&one.column))).collect();
        format!(
            "SELECT {} INTO {} FROM (SELECT NEW.*) AS {};",
            values.join(", "),
            targets.join(", "),
            names.quote(&self.table.name)
        )
    }

    /// The step that makes the function, or replaces it.
    pub(crate) fn function_draft(&self, catalog: &dyn Catalog) -> Draft {
        let (function, body) = (self.function(catalog), self.body(catalog));
        let there = catalog.function(&self.table.schema, &self.name());
        let path =
            self.search_path.as_ref().map(|path| format!(" SET search_path = {path}")).unwrap_or_default();
        let create = format!(
            "CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql{path} AS $migrate${body}$migrate$"
        );
        Draft::of_nothing(create)
            .done_if(there.as_deref() == Some(body.as_str()))
            .because("carries what is written to one end over to the other")
    }

    /// The steps that make it.
    pub(crate) fn drafts(&self, catalog: &dyn Catalog) -> Vec<Draft> {
        let function = self.function(catalog);
        let mut drafts = vec![self.function_draft(catalog)];
        for (trigger, event, when) in self.triggers(catalog) {
            let quoted = catalog.quote(&trigger);
            let make = format!(
                "CREATE TRIGGER {quoted} BEFORE {event} ON {} FOR EACH ROW{when} EXECUTE FUNCTION {function}()",
                self.table.sql
            );
            let enabled = |table: &Table| {
                let there = table.triggers.iter().find(|there| there.name == trigger);
                there.map(|there| there.enabled.clone())
            };
            drafts.push(
                Draft::new(make, Mode::ShareRowExclusive, self.table).done_if(enabled(self.table).is_some()),
            );
            for table in self.table.tree() {
                let sql = format!("ALTER TABLE ONLY {} ENABLE ALWAYS TRIGGER {quoted}", table.sql);
                let is_done = enabled(table).as_deref() == Some("A");
                drafts.push(
                    Draft::new(sql, Mode::ShareRowExclusive, table)
                        .done_if(is_done)
                        .because("replicated writes, too"),
                );
            }
        }
        drafts
    }

    /// The steps that take it away.
    pub(crate) fn drop(&self, catalog: &dyn Catalog) -> Vec<Draft> {
        let drop = |(trigger, _, _): &(String, &str, String)| {
            let is_there = self.table.triggers.iter().any(|there| &there.name == trigger);
            let sql = format!("DROP TRIGGER {} ON {}", catalog.quote(trigger), self.table.sql);
            Draft::new(sql, Mode::AccessExclusive, self.table).done_if(!is_there)
        };
        let mut drafts: Vec<Draft> = self.triggers(catalog).iter().map(drop).collect();
        let function = format!("DROP FUNCTION {}()", self.function(catalog));
        let has_function = catalog.function(&self.table.schema, &self.name()).is_some();
        drafts.push(Draft::of_nothing(function).done_if(!has_function));
        drafts
    }
}

/// Columns of a row as one value: two rows would be compared column by column.
fn values(names: &dyn Quoting, of: &str, columns: &[&Assignment]) -> String {
    let columns: Vec<_> = columns.iter().map(|one| format!("{of}.{}", names.quote(&one.column))).collect();
    columns.join(", ")
}
