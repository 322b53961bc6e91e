//! A NOT NULL as it was, with its name: NOT VALID or NO INHERIT if it was so.

use crate::error::{DefinitionError, Result};
use crate::facts::{Constraint, NotNull, Table};
use crate::lock::Mode;
use crate::name::{Quoting, shown};
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::RestoreConstraint;
use crate::steps::columns::named_not_null::column_of;

/// What the column has now, by whatever name.
fn there<'a>(
    restore: &RestoreConstraint,
    wanted: &NotNull,
    names: &dyn Quoting,
    table: &'a Table,
) -> Result<Option<&'a Constraint>> {
    let column = column_of(names, table, wanted);
    let own = column.and_then(|column| table.not_null(column));
    match table.constraint(&restore.name) {
        Some(other) if own.is_none_or(|own| own.name != other.name) => Err(DefinitionError::Differs {
            what: "constraint",
            name: restore.name.clone(),
            there: other.definition.clone(),
            wanted: restore.definition.clone(),
        }
        .into()),
        _ => Ok(own),
    }
}

/// Whether the column has got a NOT NULL of another name meanwhile, which is kept.
pub(super) fn has_other_name(restore: &RestoreConstraint, names: &dyn Quoting, table: &Table) -> bool {
    let Some(wanted) = NotNull::of(&restore.definition) else { return false };
    let column = column_of(names, table, &wanted);
    column.and_then(|column| table.not_null(column)).is_some_and(|own| own.name != restore.name)
}

/// The steps, without the comment.
pub(super) fn drafts(
    restore: &RestoreConstraint,
    wanted: NotNull,
    names: &dyn Quoting,
    table: &Table,
) -> Result<Vec<Draft>> {
    let alter = |what: String, action: String| {
        Draft::new(what, format!("ALTER TABLE {} {action}", table.sql), Mode::AccessExclusive, table)
    };
    let add = |wanted: NotNull| {
        let what = match wanted.is_valid {
            true => words::add_constraint(&restore.name),
            false => words::add_not_valid(&restore.name),
        };
        let action = format!("ADD CONSTRAINT {} {}", names.quote(&restore.name), wanted.definition());
        alter(what, action)
    };
    let validate = |name: &str| Draft::validate(names, table, name);
    let as_it_was = "as it was: not validated";
    let invalid = NotNull { is_valid: false, ..wanted };
    let Some(there) = there(restore, &wanted, names, table)? else {
        if !wanted.is_valid {
            return Ok(vec![add(wanted).because(as_it_was)]);
        }
        return Ok(match table.family().iter().all(|table| table.is_small) {
            true => vec![add(wanted).because("the table is small")],
            false => vec![add(invalid), validate(&restore.name)],
        });
    };
    if there.is_valid && !wanted.is_valid {
        let drop = Draft::drop_constraint(names, table, &there.name);
        return Ok(vec![drop, add(wanted).because(as_it_was)]);
    }
    let mut drafts = Vec::new();
    let goes_down = !there.stays_up();
    if goes_down != wanted.goes_down {
        let how = if wanted.goes_down { "INHERIT" } else { "NO INHERIT" };
        let action = format!("ALTER CONSTRAINT {} {how}", names.quote(&there.name));
        let what = words::alter_constraint(&there.name, &how.to_lowercase());
        drafts.push(alter(what, action));
    }
    if !there.is_valid && wanted.is_valid {
        drafts.push(validate(&there.name));
    }
    if drafts.is_empty() {
        let other = there.name != restore.name;
        let why = format!("{} is there", shown(&there.name));
        drafts.push(add(wanted).done_if(true).because(if other { why } else { String::new() }));
    }
    Ok(drafts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::{Fake, Plain};

    fn steps(fake: &Fake, definition: &str) -> Vec<String> {
        let (name, definition) = ("mine".into(), definition.into());
        let restore = RestoreConstraint {
            table: fake.table.relation(),
            name,
            definition,
            comment: None,
            is_merged: false,
        };
        let step = |draft: Draft| match draft.is_done {
            true => format!("{} (done)", draft.sql),
            false => draft.sql,
        };
        restore.drafts_on(&Plain, &fake.table).unwrap().into_iter().map(step).collect()
    }

    #[test]
    fn a_not_null_is_made_as_it_was() {
        let mut fake = Fake::new(18, "a");
        let not_valid = "ALTER TABLE s.t ADD CONSTRAINT mine NOT NULL a NOT VALID";
        let validate = "ALTER TABLE s.t VALIDATE CONSTRAINT mine";
        assert_eq!(steps(&fake, "NOT NULL a"), [not_valid, validate]);
        assert_eq!(steps(&fake, "NOT NULL a NOT VALID"), [not_valid]);
        fake.constraint("mine", "n", "NOT NULL a", true);
        let drop = "ALTER TABLE s.t DROP CONSTRAINT mine";
        assert_eq!(steps(&fake, "NOT NULL a NOT VALID"), [drop, not_valid]);
        let no_inherit = "ALTER TABLE s.t ALTER CONSTRAINT mine NO INHERIT";
        assert_eq!(steps(&fake, "NOT NULL a NO INHERIT"), [no_inherit]);
        assert_eq!(steps(&fake, "NOT NULL a"), ["ALTER TABLE s.t ADD CONSTRAINT mine NOT NULL a (done)"]);
        fake.table.constraints[0].is_valid = false;
        fake.table.constraints[0].definition = "NOT NULL a NOT VALID".into();
        assert_eq!(steps(&fake, "NOT NULL a"), [validate]);
    }

    #[test]
    fn one_of_another_name_is_kept() {
        let mut fake = Fake::new(18, "a");
        fake.constraint("theirs", "n", "NOT NULL a NO INHERIT", true);
        assert_eq!(steps(&fake, "NOT NULL a"), ["ALTER TABLE s.t ALTER CONSTRAINT theirs INHERIT"]);
        // The name is something else's.
        fake.constraint("mine", "c", "CHECK ((a > 0))", true);
        let (name, definition) = ("mine".into(), "NOT NULL a".into());
        let restore = RestoreConstraint {
            table: fake.table.relation(),
            name,
            definition,
            comment: None,
            is_merged: false,
        };
        assert_eq!(restore.drafts_on(&Plain, &fake.table).unwrap_err().sqlstate(), "42710");
    }
}
