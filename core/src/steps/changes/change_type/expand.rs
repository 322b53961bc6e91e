//! The second column, how it is kept in step, and what it needs before it can take the first one's place.

use super::Cast;
use crate::backfill::{Assignment, Backfill, closed};
use crate::checksum;
use crate::error::Result;
use crate::facts::{Catalog, Column, Hanging, Index, Table, Written};
use crate::lock::Mode;
use crate::name::{MOST_BYTES, object_name};
use crate::plan::draft::Draft;
use crate::steps::stored;

/// A column that follows another one.
pub(super) struct Follow {
    pub(super) from: String,
    pub(super) to: String,
    /// The type of the column that follows.
    pub(super) data_type: String,
    /// Its value; the other column's if there is none.
    pub(super) expression: Option<String>,
    pub(super) cast: Cast,
    /// The search path by which it means something; none where nothing is looked up on one.
    pub(super) search_path: Option<String>,
    /// Whether a value that cannot be had is NULL instead of an error, and one that does not change stays.
    pub(super) is_lenient: bool,
}

/// The column, and the one that is to take its place.
pub(super) struct Ends<'a> {
    pub(super) table: &'a Table,
    pub(super) column: &'a Column,
    /// The name of the one that is to take its place.
    pub(super) name: String,
    /// The name that the column goes by afterwards.
    pub(super) away: String,
    /// What takes its place; its name is of no account.
    pub(super) to: &'a Column,
    pub(super) hanging: &'a Hanging,
    /// On the way back: what was written in another way for what takes the place.
    pub(super) written: Vec<&'a Written>,
}

/// A name for a copy that is told from others even where it must be cut.
pub(super) fn copy_name(name: &str, beside: &str) -> String {
    // Of `id_new_type`, what is behind the column's name.
    let label = if beside.ends_with("_old_type") { "old_type" } else { "new_type" };
    if name.len() + label.len() < MOST_BYTES {
        return object_name(&[name], label);
    }
    let sum = checksum::of_text(name);
    object_name(&[name], &format!("{}_{label}", sum.get(..8).unwrap_or(&sum)))
}

/// The trigger's name: it fires behind those of the table's own. Not made of the table's name, which may change.
pub(super) fn trigger(column: &str) -> String {
    format!(
        "~{}",
        object_name(&[column.get(..column.len().min(40)).unwrap_or("column")], &sync_label(column))
    )
}

fn sync_label(column: &str) -> String {
    if column.len() <= 40 {
        return "type_sync".into();
    }
    let sum = checksum::of_text(column);
    format!("{}_type_sync", sum.get(..8).unwrap_or(&sum))
}

/// The function of the trigger that is there, or that will be.
fn function(catalog: &dyn Catalog, table: &Table, column: &str) -> String {
    let there = table.triggers.iter().find(|there| there.name == trigger(column));
    let named = || {
        let label = match table.name.len() + column.len() {
            0..=50 => "type_sync".to_string(),
            // Told from others although it is cut.
            _ => format!(
                "{}_type_sync",
                checksum::of_text(&format!("{}.{column}", table.name)).get(..8).unwrap_or("")
            ),
        };
        let name = object_name(&[&table.name, column], &label);
        format!("{}.{}", catalog.quote(&table.schema), catalog.quote(&name))
    };
    there.and_then(|there| there.function.clone()).unwrap_or_else(named)
}

/// Has the trigger fire for replicated writes, too.
fn always(catalog: &dyn Catalog, table: &Table, column: &str) -> Draft {
    let quoted = catalog.quote(&trigger(column));
    let sql = format!("ALTER TABLE ONLY {} ENABLE ALWAYS TRIGGER {quoted}", table.sql);
    Draft::new(sql, Mode::ShareRowExclusive, table)
}

/// Takes the trigger away, and the column of this name, if it is there by then.
pub(super) fn drop(
    catalog: &dyn Catalog,
    table: &Table,
    column: &str,
    name: &str,
    is_there: bool,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let own = trigger(column);
    if table.triggers.iter().any(|there| there.name == own) {
        let function = function(catalog, table, column);
        let sql = format!("DROP TRIGGER {} ON {}", catalog.quote(&own), table.sql);
        drafts.push(Draft::new(sql, Mode::AccessExclusive, table));
        drafts.push(Draft::of_nothing(format!("DROP FUNCTION {function}()")));
    }
    let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, catalog.quote(name));
    drafts.push(Draft::new(sql, Mode::AccessExclusive, table).done_if(!is_there));
    drafts
}

impl Follow {
    /// The value, from the columns of a row.
    fn value(&self, catalog: &dyn Catalog) -> String {
        let from = catalog.quote(&self.from);
        match (&self.expression, self.cast) {
            (Some(expression), _) => expression.clone(),
            (None, Cast::Assigned) => from,
            (None, Cast::Explicit) => format!("CAST({from} AS {})", self.data_type),
        }
    }

    /// The same as one of its type.
    fn typed(&self, catalog: &dyn Catalog) -> String {
        format!("CAST(({}) AS {})", closed(&self.value(catalog)), self.data_type)
    }

    fn body(&self, catalog: &dyn Catalog, table: &Table) -> String {
        let (from, to) = (catalog.quote(&self.from), catalog.quote(&self.to));
        let assign = match (&self.expression, self.cast) {
            (Some(expression), _) => format!(
                "SELECT {} INTO NEW.{to} FROM (SELECT NEW.*) AS {};",
                closed(expression),
                catalog.quote(&table.name)
            ),
            (None, Cast::Assigned) => format!("NEW.{to} := NEW.{from};"),
            (None, Cast::Explicit) => format!("NEW.{to} := CAST(NEW.{from} AS {});", self.data_type),
        };
        if !self.is_lenient {
            return format!("\n#variable_conflict use_column\nBEGIN\n    {assign}\n    RETURN NEW;\nEND\n");
        }
        // What was there before the change may be more than the cast gives back.
        let unchanged = match &self.expression {
            Some(_) => "false".to_string(),
            None => stored::are_alike(&format!("NEW.{from}"), &format!("OLD.{from}")),
        };
        format!(
            "
#variable_conflict use_column
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF {unchanged} THEN
            NEW.{to} := OLD.{to};
            RETURN NEW;
        END IF;
    END IF;
    BEGIN
        {assign}
    EXCEPTION WHEN OTHERS THEN
        NEW.{to} := NULL;
    END;
    RETURN NEW;
END
"
        )
    }

    /// What makes the function, or makes it anew.
    pub(super) fn function(&self, catalog: &dyn Catalog, table: &Table, column: &str) -> Draft {
        // What a user wrote means in every session what it means in this one.
        let path =
            self.search_path.as_ref().map(|path| format!(" SET search_path = {path}")).unwrap_or_default();
        let (name, body) = (function(catalog, table, column), self.body(catalog, table));
        let is_there = table
            .triggers
            .iter()
            .any(|there| there.name == trigger(column) && there.body.as_deref() == Some(body.as_str()));
        Draft::of_nothing(format!(
            "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql{path} AS $migrate${body}$migrate$"
        ))
        .done_if(is_there)
    }

    /// The steps that make the trigger.
    fn sync(&self, catalog: &dyn Catalog, table: &Table, column: &str) -> Vec<Draft> {
        let name = trigger(column);
        let there = table.triggers.iter().find(|there| there.name == name);
        let function_name = function(catalog, table, column);
        let quoted = catalog.quote(&name);
        let create = format!(
            "CREATE TRIGGER {quoted} BEFORE INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION {function_name}()",
            table.sql
        );
        let mut drafts = vec![
            self.function(catalog, table, column).because("keeps it in step"),
            Draft::new(create, Mode::ShareRowExclusive, table).done_if(there.is_some()),
        ];
        drafts.extend(table.tree().into_iter().map(|table| {
            let there = table.triggers.iter().find(|there| there.name == name);
            let is_always = there.is_some_and(|there| there.enabled == "A");
            always(catalog, table, column).done_if(is_always).because("replicated writes, too")
        }));
        drafts
    }

    /// From now on a value that cannot be had is an error; what was written before has been committed.
    pub(super) fn closed_to_writers(&self, catalog: &dyn Catalog, table: &Table) -> Vec<Draft> {
        let function = self.function(catalog, table, &self.from);
        let mut drafts = vec![function.apart().because("refuses from now on what has no old value")];
        drafts.extend(table.tree().into_iter().map(|table| {
            always(catalog, table, &self.from).because("waits until who wrote before that is done")
        }));
        drafts[1].is_apart = true;
        drafts
    }

    /// Fails if a row has a value that was lost on the way back.
    pub(super) fn lost(&self, catalog: &dyn Catalog, table: &Table) -> Draft {
        let (from, to) = (catalog.quote(&self.from), catalog.quote(&self.to));
        let has_value = match &self.expression {
            Some(expression) => format!("({}) IS NOT NULL", closed(expression)),
            None => format!("{from} IS NOT NULL"),
        };
        let message =
            format!("a value of column {} of {} does not fit its old type", self.from, table.display);
        let path = self.search_path.as_deref().filter(|_| self.expression.is_some());
        fails_if(catalog, table, &format!("{to} IS NULL AND {has_value}"), &message, path)
    }
}

/// A step that fails if there is such a row, and shows it.
fn fails_if(
    catalog: &dyn Catalog,
    table: &Table,
    condition: &str,
    message: &str,
    path: Option<&str>,
) -> Draft {
    let path = path.map_or_else(String::new, |path| {
        format!("    PERFORM pg_catalog.set_config('search_path', {}, true);\n", catalog.literal(path))
    });
    let sql = format!(
        "DO $migrate$DECLARE
    place text;
BEGIN
{path}    SELECT ctid::text INTO place FROM {} WHERE {} LIMIT 1;
    IF FOUND THEN
        RAISE data_exception USING MESSAGE = {}, DETAIL = format('The row at ctid %s.', place);
    END IF;
END$migrate$",
        table.sql,
        closed(condition),
        catalog.literal(message)
    );
    Draft::new(sql, Mode::AccessShare, table).apart().because("reads the table, stops nobody")
}

impl Ends<'_> {
    /// All the steps until both columns are there.
    pub(super) fn expand(
        &self,
        catalog: &dyn Catalog,
        follow: &Follow,
        is_ready: bool,
    ) -> Result<Vec<Draft>> {
        let table = self.table;
        let add = format!(
            "ALTER TABLE {} ADD COLUMN {} {}",
            table.sql,
            catalog.quote(&self.name),
            self.to.sql_type()
        );
        let is_there = super::has(table, &self.name);
        let mut drafts = vec![Draft::new(add, Mode::AccessExclusive, table).done_if(is_there)];
        drafts.extend(follow.sync(catalog, table, &self.column.name));
        drafts.push(self.backfill(catalog, follow, is_ready));
        drafts.extend(self.objects(catalog)?);
        // The statistics of an index's expression are only collected with those of all columns.
        let has_expression = |index: &&Index| index.columns.iter().any(String::is_empty);
        let analyze = match self.hanging.indexes_of(table).iter().any(has_expression) {
            true => format!("ANALYZE {}", table.sql),
            false => format!("ANALYZE {} ({})", table.sql, catalog.quote(&self.name)),
        };
        drafts.push(
            Draft::new(analyze, Mode::ShareUpdateExclusive, table)
                .done_if(is_ready)
                .apart()
                .because("statistics, so that plans are good from the first moment"),
        );
        let (new, value) = (catalog.quote(&self.name), follow.typed(catalog));
        let differ = stored::differ(&new, &value);
        let message =
            format!("a row of {} has another value in column {} than it should", table.display, self.name);
        drafts.push(fails_if(catalog, table, &differ, &message, None).done_if(is_ready));
        Ok(drafts)
    }

    fn backfill(&self, catalog: &dyn Catalog, follow: &Follow, is_ready: bool) -> Draft {
        let set = Assignment { column: self.name.clone(), expression: follow.value(catalog) };
        let has_value = match &follow.expression {
            Some(expression) => format!("({}) IS NOT NULL", closed(expression)),
            None => format!("{} IS NOT NULL", catalog.quote(&follow.from)),
        };
        let condition = format!("{} IS NULL AND {has_value}", catalog.quote(&self.name));
        // Later writes are the trigger's: one pass is enough.
        let backfill = Backfill::new(self.table.relation(), vec![set], Some(condition));
        let is_filled =
            super::has(self.table, &self.name) && catalog.is_filled(self.table, &self.name, &backfill);
        Draft::backfill(catalog, backfill, self.table).done_if(is_ready || is_filled)
    }

    /// What the new column needs of its own before it can take the place.
    pub(super) fn objects(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let mut drafts = self.build_indexes(catalog)?;
        if self.column.is_not_null {
            let check = format!("CHECK ({} IS NOT NULL)", catalog.quote(&self.name));
            drafts.extend(self.check(catalog, &self.helper(), &check));
        }
        for (name, definition) in self.checks(catalog)? {
            drafts.extend(self.check(catalog, &copy_name(&name, &self.name), &definition));
        }
        Ok(drafts)
    }

    /// The CHECK that proves NOT NULL.
    pub(super) fn helper(&self) -> String {
        object_name(&[&self.name], "not_null")
    }

    fn check(&self, catalog: &dyn Catalog, name: &str, definition: &str) -> Vec<Draft> {
        let there = self.table.constraint(name);
        let name = catalog.quote(name);
        let add = format!("ALTER TABLE {} ADD CONSTRAINT {name} {definition} NOT VALID", self.table.sql);
        let validate = format!("ALTER TABLE {} VALIDATE CONSTRAINT {name}", self.table.sql);
        vec![
            Draft::new(add, Mode::AccessExclusive, self.table).done_if(there.is_some()),
            Draft::new(validate, Mode::ShareUpdateExclusive, self.table)
                .done_if(there.is_some_and(|there| there.is_valid))
                .apart()
                .because("reads the table, stops nobody"),
        ]
    }
}
