//! What keeps a table from being changed in small steps beside its application: what would hide rows from them, or
//! write behind the trigger that keeps two columns in step.

use crate::error::{ColumnError, FillError, Result, TableError};
use crate::facts::{Catalog, Column, Rule, Table, Trigger};
use crate::steps::tree::{check_family, refuse_foreign};

/// Refuses tables of which a batch would not change the rows that it names: a policy hides some from this role, or a
/// rule makes another statement of the UPDATE.
///
/// # Errors
///
/// [`FillError::RowSecurity`], [`FillError::Rules`].
pub(crate) fn check_fill(table: &Table) -> Result<()> {
    for table in table.family() {
        if table.hides_rows {
            return Err(FillError::RowSecurity { table: table.display.clone() }.into());
        }
        let rules: Vec<_> = table.rules.iter().filter(|rule| rule.is_update).collect();
        check_rules(table, &rules)?;
    }
    Ok(())
}

/// Refuses columns that cannot have two ends, kept in step by trigger `trigger`.
///
/// # Errors
///
/// As [`check_fill`]; [`ColumnError::WrongColumn`], [`FillError::LateTrigger`].
pub(crate) fn check_two_ends(table: &Table, column: &Column, trigger: &str) -> Result<()> {
    let what = if column.is_generated {
        "a generated column, whose value nobody writes"
    } else if table.partition_columns.contains(&column.name) {
        "part of the partition key: a trigger must not move rows to another partition"
    } else if column.is_inherited {
        "inherited: change it on the parent table"
    } else if table.has_children {
        "a column of a table that others inherit from, which have triggers of their own"
    } else {
        check_family(table)?;
        refuse_foreign(
            table,
            "keep two columns in step",
            "Its rows are on another server, whose table has no such column.",
        )?;
        check_fill(table)?;
        if table.is_typed {
            let (table, what) = (table.display.clone(), "a typed table, whose columns are those of its type");
            return Err(TableError::WrongKind { table, what }.into());
        }
        if !table.may_create {
            let (schema, owner) = (table.schema.clone(), table.owner.clone());
            return Err(TableError::NoCreate { table: table.display.clone(), schema, owner }.into());
        }
        for table in table.tree() {
            check_rules(table, &table.rules.iter().collect::<Vec<_>>())?;
            check_triggers(table, trigger)?;
        }
        return Ok(());
    };
    Err(ColumnError::WrongColumn { column: column.name.clone(), what: what.into() }.into())
}

/// Refuses a second column of a type that makes the server write a large table anew, or that refuses the rows which are
/// there and have no value in it yet. `asked` is what would be done, in words.
///
/// # Errors
///
/// [`ColumnError::Rewrite`]; what the server says of a NULL of the type.
pub(crate) fn check_added(
    catalog: &dyn Catalog,
    table: &Table,
    (column, definition): (&str, &str),
    asked: String,
) -> Result<()> {
    let action = format!("ADD COLUMN {} {definition}", catalog.quote(column));
    let added = match catalog.added_column(table, column, &action) {
        // What the table's owner may not use, the caller may.
        Err(error) if error.sqlstate() == "42501" => return Ok(()),
        added => added?,
    };
    if !added.rewrites {
        return Ok(());
    }
    if !table.is_small_tree() {
        let why = format!("Every row would be checked by type {}.", added.column.data_type);
        let instead = "Use the domain's base type, and add its constraint with migrate.safe_add_constraint.";
        return Err(ColumnError::Rewrite {
            table: table.display.clone(),
            asked,
            why,
            instead: instead.into(),
        }
        .into());
    }
    if catalog.rows(table, None, 1)? > 0 {
        let null = format!(
            "SELECT 1 FROM (SELECT NULL::{} AS v OFFSET 0) t WHERE v IS NULL",
            added.column.data_type
        );
        catalog.probe(table, &null)?;
    }
    Ok(())
}

fn check_rules(table: &Table, rules: &[&Rule]) -> Result<()> {
    if rules.is_empty() {
        return Ok(());
    }
    let rules = rules.iter().map(|rule| rule.name.clone()).collect();
    Err(FillError::Rules { table: table.display.clone(), rules }.into())
}

/// A trigger that fires behind ours may change one end alone. They fire in the order of the bytes of their names.
fn check_triggers(table: &Table, ours: &str) -> Result<()> {
    let late = |there: &&Trigger| {
        there.is_before_row && there.enabled != "D" && there.name.as_bytes() > ours.as_bytes()
    };
    // A change's own trigger is about its columns alone.
    match table.triggers.iter().filter(late).find(|there| there.token().is_none()) {
        None => Ok(()),
        Some(late) => {
            let (table, trigger, ours) = (table.display.clone(), late.name.clone(), ours.to_string());
            Err(FillError::LateTrigger { table, trigger, ours }.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;
    use crate::facts::{Rule, Trigger};

    fn sqlstate(table: &Table) -> String {
        let column = table.columns[0].clone();
        check_two_ends(table, &column, "~t_sync").map_or_else(|error| error.sqlstate().into(), |()| "".into())
    }

    fn trigger(name: &str) -> Trigger {
        Trigger { name: name.into(), enabled: "O".into(), is_before_row: true, ..Trigger::default() }
    }

    #[test]
    fn only_what_comes_behind_is_in_the_way() {
        let mut table = Fake::new(15, "c").table;
        table.triggers = vec![trigger("Ω before"), trigger("zz")];
        assert_eq!(sqlstate(&table), "0A000");
        table.triggers[0].enabled = "D".into();
        assert_eq!(sqlstate(&table), "");
        table.triggers.push(trigger("~zz_other_sync"));
        assert_eq!(sqlstate(&table), "0A000", "a name says nothing");
        table.triggers[2].arguments = vec!["7_0000000f".into()];
        assert_eq!(sqlstate(&table), "");
    }

    #[test]
    fn rules_and_policies_are_in_the_way() {
        let mut table = Fake::new(15, "c").table;
        table.rules = vec![Rule { name: "r".into(), is_update: false }];
        assert_eq!(sqlstate(&table), "0A000");
        assert!(check_fill(&table).is_ok(), "a rule on INSERT does nothing to a backfill");
        table.rules[0].is_update = true;
        assert!(check_fill(&table).is_err());
        (table.rules, table.hides_rows) = (Vec::new(), true);
        assert_eq!(sqlstate(&table), "42501");
    }
}
