//! What takes a table's rows as they are, or says a column's name in a text: a trigger's argument, `INSERT INTO history
//! SELECT OLD.*`, a function that returns the row type, a value of it that another table stores.
//!
//! Nothing of it follows when columns come, go, or change places. What would lose values is refused. Of what only
//! people can judge an operation says what it is, and does nothing until that is acknowledged. The rest is told.

mod body;
mod judge;
mod touch;

use self::judge::{Said, judge};
use self::touch::touch;
use crate::error::{ChangeError, ColumnError, Result};
use crate::facts::Catalog;
use crate::plan::draft::Draft;
use crate::request::Operation;

/// Looks at what goes by the rows or names that an operation changes, before anything of it is done, and tells of it in
/// the details of its steps.
///
/// # Errors
///
/// [`ColumnError::Stored`], [`ChangeError::Unacknowledged`].
pub(super) fn look(operation: &Operation, catalog: &dyn Catalog, drafts: &mut [Draft]) -> Result<()> {
    if drafts.iter().all(|draft| draft.is_done) {
        return Ok(());
    }
    let Some(touch) = touch(operation, catalog, drafts)? else { return Ok(()) };
    let said = judge(&catalog.bearers(&touch.table), &touch);
    if !touch.is_begun {
        let table = touch.table.name.clone();
        if let Some(first) = said.refused.first() {
            let (first, things) = (first.clone(), said.refused.clone());
            return Err(ColumnError::Stored { table, first, things }.into());
        }
        if !said.asked.is_empty() && !touch.is_acknowledged {
            return Err(ChangeError::Unacknowledged { table, things: said.asked }.into());
        }
    }
    tell(drafts, said);
    Ok(())
}

/// What is known goes to the first step that is to be done; what fires, to the step that writes the rows.
fn tell(drafts: &mut [Draft], said: Said) {
    let writes = |draft: &&mut Draft| draft.backfill.is_some() || draft.sql.starts_with("UPDATE ");
    if !said.fires.is_empty()
        && let Some(fill) = drafts.iter_mut().filter(|draft| !draft.is_done).find(writes)
    {
        let (what, verb) = if said.fires.len() > 1 { ("triggers", "fire") } else { ("trigger", "fires") };
        add(fill, &format!("{what} {} {verb} for each of its rows", said.fires.join(", ")));
    }
    if let Some(first) = drafts.iter_mut().find(|draft| !draft.is_done) {
        said.asked.iter().chain(&said.told).for_each(|thing| add(first, thing));
    }
}

fn add(draft: &mut Draft, text: &str) {
    if !draft.detail.is_empty() {
        draft.detail.push_str("; ");
    }
    draft.detail.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Way, Which};
    use crate::facts::Fired;
    use crate::facts::fake::Fake;
    use crate::relation::Relation;
    use crate::request::{EndChange, HideColumn, RenameColumn, Strategy};

    fn fake() -> Fake {
        let mut fake = Fake::new(15, "a");
        fake.bearers.triggers.push(Fired {
            what: "trigger tg on s.t".into(),
            name: "tg".into(),
            function: "tsvector_update_trigger()".into(),
            arguments: vec!["tsv".into(), "a".into()],
            is_builtin: true,
            is_of_each_row: true,
            ..Fired::default()
        });
        fake
    }

    fn rename(acknowledge: bool, strategy: Strategy) -> Operation {
        let table = Relation { schema: Some("s".into()), name: "t".into() };
        let (old, new) = ("a".into(), "b".into());
        Operation::RenameColumn(RenameColumn {
            table,
            old,
            new,
            strategy,
            compatibility_view: None,
            acknowledge,
        })
    }

    fn hide() -> Operation {
        let table = Relation { schema: None, name: "t".into() };
        Operation::HideColumn(HideColumn { table, column: "a".into(), missing_ok: false, acknowledge: false })
    }

    #[test]
    fn what_is_not_acknowledged_is_refused_before_anything_is_done() {
        for operation in [rename(false, Strategy::Dual), rename(false, Strategy::Instant), hide()] {
            let refused = operation.drafts(&fake()).unwrap_err();
            assert_eq!(refused.sqlstate(), "55000");
            assert!(refused.detail().unwrap().contains("trigger tg on s.t"), "{refused:?}");
            let drafts = operation.acknowledged().drafts(&fake()).unwrap();
            assert!(drafts.iter().any(|draft| draft.detail.contains("trigger tg on s.t")), "{drafts:?}");
        }
        let drafts = rename(true, Strategy::Dual).drafts(&fake()).unwrap();
        let fill = drafts.iter().find(|draft| draft.backfill.is_some()).unwrap();
        assert!(fill.detail.ends_with("trigger tg fires for each of its rows"), "{}", fill.detail);
    }

    #[test]
    fn the_end_asks_for_what_the_beginning_was_not_told() {
        let complete = |force| {
            let end = EndChange::new(Which::Number(7), Way::Complete);
            Operation::EndChange(EndChange { acknowledge: force, ..end })
        };
        for acknowledged in [false, true] {
            let mut fake = fake();
            fake.change(7, "rename_column", "ready", rename(acknowledged, Strategy::Dual));
            assert_eq!(complete(false).drafts(&fake).is_ok(), acknowledged);
            assert!(complete(true).drafts(&fake).is_ok());
            // The way back never waits.
            let abort = Operation::EndChange(EndChange::new(Which::Number(7), Way::Abort));
            assert!(abort.drafts(&fake).is_ok());
        }
    }
}
