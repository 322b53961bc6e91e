//! `migrate.safe_validate_constraint`: one constraint of a table, or all that are not valid, each in a transaction of
//! its own. One that is NOT ENFORCED has nothing to be validated: among all it is passed over, and said so.

use crate::error::{DefinitionError, Result};
use crate::facts::{Catalog, Constraint, Table};
use crate::name::Quoting;
use crate::plan::draft::Draft;
use crate::request::{Operation, ValidateConstraint};
use crate::steps::again;
use crate::steps::constraints::add_constraint::broken_check;
use crate::steps::constraints::periods;
use crate::steps::operation::SafeOperation;

/// The look for a row that does not satisfy the constraint; of a foreign key the server says it.
fn broken(names: &dyn Quoting, table: &Table, constraint: &Constraint) -> Option<String> {
    let definition = constraint.definition.trim_end_matches(" NOT VALID").trim_end_matches(" NO INHERIT");
    let expression = definition.strip_prefix("CHECK ").filter(|_| constraint.kind == "c")?;
    Some(broken_check(names, table, expression))
}

impl SafeOperation for ValidateConstraint {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let table = catalog.table(&self.table)?;
        table.check()?;
        let chosen: Vec<&Constraint> = match &self.name {
            Some(name) => vec![table.constraint(name).ok_or_else(|| DefinitionError::NoConstraint {
                there: table.constraints.iter().map(|there| there.name.clone()).collect(),
                table: table.display.clone(),
                constraint: name.clone(),
                can_be_missing: false,
            })?],
            None => table.constraints.iter().filter(|constraint| !constraint.is_valid).collect(),
        };
        if let (Some(_), Some(there)) = (&self.name, chosen.iter().find(|there| !there.is_enforced)) {
            let (table, constraint) = (table.display.clone(), there.name.clone());
            let is_key = there.kind == "f";
            return Err(DefinitionError::NotEnforced { table, constraint, is_key }.into());
        }
        let is_period = |there: &&&Constraint| there.is_open() && periods::is_foreign_key(&there.definition);
        if let Some(there) = chosen.iter().find(is_period) {
            return Err(periods::not_validated(catalog, &table, there));
        }
        let draft = |constraint: &&Constraint| {
            let draft = Draft::validate(catalog, &table, &constraint.name);
            let draft = draft.or_names(broken(catalog, &table, constraint));
            match constraint.is_enforced {
                true => draft.done_if(constraint.is_valid),
                false => draft.left_alone("NOT ENFORCED: the server does not check it"),
            }
        };
        Ok(chosen.iter().map(draft).collect())
    }

    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let table = catalog.table(&self.table)?;
        let is_asked = |there: &&Constraint| self.name.as_ref().is_none_or(|name| *name == there.name);
        let invalid = table.constraints.iter().filter(|there| there.is_open()).filter(is_asked);
        Ok(Some(
            invalid.map(|there| Operation::RestoreConstraint(again::constraint(&table, there))).collect(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Fake;
    use crate::relation::Relation;

    fn asked(name: Option<&str>) -> ValidateConstraint {
        ValidateConstraint { table: Relation::read("s.t").unwrap(), name: name.map(str::to_string) }
    }

    #[test]
    fn what_is_not_enforced_is_passed_over_and_by_name_refused() {
        let mut fake = Fake::new(18, "a");
        fake.constraint("loose", "c", "CHECK ((a > 0)) NOT ENFORCED", false);
        fake.constraint("open", "c", "CHECK ((a > 1)) NOT VALID", false);
        let drafts = asked(None).drafts(&fake).unwrap();
        let told: Vec<_> = drafts.iter().map(|draft| (draft.is_left, draft.detail.as_str())).collect();
        let left = (true, "NOT ENFORCED: the server does not check it");
        assert_eq!(told, [left, (false, "reads the table, stops nobody")]);
        assert_eq!(asked(None).inverse(&fake).unwrap().unwrap().len(), 1, "only the other one was validated");
        let refused = asked(Some("loose")).drafts(&fake).unwrap_err();
        assert_eq!(refused.sqlstate(), "55000");
        assert_eq!(refused.to_string(), "constraint \"loose\" of relation \"t\" is NOT ENFORCED");
        assert!(refused.hint().unwrap().contains("migrate.safe_add_constraint"));
        fake.table.constraints[0].kind = "f".into();
        let refused = asked(Some("loose")).drafts(&fake).unwrap_err();
        assert!(refused.hint().unwrap().contains("ALTER CONSTRAINT loose ENFORCED"));
    }
}
