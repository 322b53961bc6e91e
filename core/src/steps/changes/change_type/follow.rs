//! A column that follows another one, by a trigger.
//!
//! Names in a user's expression mean in the trigger what they meant to the caller, by its search path. A plain cast
//! between the server's own types needs no such setting, which every write would pay for.

use super::rows::fails_if;
use crate::backfill::closed;
use crate::checksum;
use crate::facts::Table;
use crate::lock::Mode;
use crate::name::{Quoting, object_name, qualified};
use crate::plan::draft::Draft;
use crate::steps::stored;

/// How a value becomes one of another type, where no expression says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cast {
    /// As it is assigned: too long a text is an error.
    Assigned,
    /// Only where it is asked for.
    Explicit,
}

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
fn function(names: &dyn Quoting, table: &Table, column: &str) -> String {
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
        qualified(names, &table.schema, &name)
    };
    there.and_then(|there| there.function.clone()).unwrap_or_else(named)
}

/// Has the trigger fire for replicated writes, too.
fn always(names: &dyn Quoting, table: &Table, column: &str) -> Draft {
    let quoted = names.quote(&trigger(column));
    let sql = format!("ALTER TABLE ONLY {} ENABLE ALWAYS TRIGGER {quoted}", table.sql);
    Draft::new(sql, Mode::ShareRowExclusive, table)
}

/// Takes the trigger away, and the column of this name, if it is there by then.
pub(super) fn drop(
    names: &dyn Quoting,
    table: &Table,
    column: &str,
    name: &str,
    is_there: bool,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let own = trigger(column);
    if table.triggers.iter().any(|there| there.name == own) {
        let function = function(names, table, column);
        let sql = format!("DROP TRIGGER {} ON {}", names.quote(&own), table.sql);
        drafts.push(Draft::new(sql, Mode::AccessExclusive, table));
        drafts.push(Draft::of_nothing(format!("DROP FUNCTION {function}()")));
    }
    let sql = format!("ALTER TABLE {} DROP COLUMN {}", table.sql, names.quote(name));
    drafts.push(Draft::new(sql, Mode::AccessExclusive, table).done_if(!is_there));
    drafts
}

impl Follow {
    /// The value, from the columns of a row.
    pub(super) fn value(&self, names: &dyn Quoting) -> String {
        let from = names.quote(&self.from);
        match (&self.expression, self.cast) {
            (Some(expression), _) => expression.clone(),
            (None, Cast::Assigned) => from,
            (None, Cast::Explicit) => format!("CAST({from} AS {})", self.data_type),
        }
    }

    /// The same as one of its type.
    pub(super) fn typed(&self, names: &dyn Quoting) -> String {
        format!("CAST(({}) AS {})", closed(&self.value(names)), self.data_type)
    }

    fn body(&self, names: &dyn Quoting, table: &Table) -> String {
        let (from, to) = (names.quote(&self.from), names.quote(&self.to));
        let assign = match (&self.expression, self.cast) {
            (Some(expression), _) => format!(
                "SELECT {} INTO NEW.{to} FROM (SELECT NEW.*) AS {};",
                closed(expression),
                names.quote(&table.name)
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
    pub(super) fn function(&self, names: &dyn Quoting, table: &Table, column: &str) -> Draft {
        // What a user wrote means in every session what it means in this one.
        let path =
            self.search_path.as_ref().map(|path| format!(" SET search_path = {path}")).unwrap_or_default();
        let (name, body) = (function(names, table, column), self.body(names, table));
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
    pub(super) fn sync(&self, names: &dyn Quoting, table: &Table, column: &str) -> Vec<Draft> {
        let name = trigger(column);
        let there = table.triggers.iter().find(|there| there.name == name);
        let function_name = function(names, table, column);
        let quoted = names.quote(&name);
        let create = format!(
            "CREATE TRIGGER {quoted} BEFORE INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION {function_name}()",
            table.sql
        );
        let mut drafts = vec![
            self.function(names, table, column).because("keeps it in step"),
            Draft::new(create, Mode::ShareRowExclusive, table).done_if(there.is_some()),
        ];
        drafts.extend(table.tree().into_iter().map(|table| {
            let there = table.triggers.iter().find(|there| there.name == name);
            let is_always = there.is_some_and(|there| there.enabled == "A");
            always(names, table, column).done_if(is_always).because("replicated writes, too")
        }));
        drafts
    }

    /// From now on a value that cannot be had is an error; what was written before has been committed.
    pub(super) fn closed_to_writers(&self, names: &dyn Quoting, table: &Table) -> Vec<Draft> {
        let function = self.function(names, table, &self.from);
        let mut drafts = vec![function.apart().because("refuses from now on what has no old value")];
        drafts.extend(table.tree().into_iter().map(|table| {
            always(names, table, &self.from).because("waits until who wrote before that is done")
        }));
        drafts[1].is_apart = true;
        drafts
    }

    /// Fails if a row has a value that was lost on the way back.
    pub(super) fn lost(&self, names: &dyn Quoting, table: &Table) -> Draft {
        let (from, to) = (names.quote(&self.from), names.quote(&self.to));
        let has_value = match &self.expression {
            Some(expression) => format!("({}) IS NOT NULL", closed(expression)),
            None => format!("{from} IS NOT NULL"),
        };
        let message =
            format!("a value of column {} of {} does not fit its old type", self.from, table.display);
        let path = self.search_path.as_deref().filter(|_| self.expression.is_some());
        fails_if(names, table, &format!("{to} IS NULL AND {has_value}"), &message, path)
    }
}
