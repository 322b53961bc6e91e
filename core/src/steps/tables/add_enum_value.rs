//! `migrate.safe_add_enum_value`: one short statement, which no table is locked for.

use crate::error::{ArgumentError, DefinitionError, Result, TypeError};
use crate::facts::Catalog;
use crate::name::shown;
use crate::plan::draft::Draft;
use crate::plan::words;
use crate::request::{AddEnumValue, Operation};
use crate::steps::free::check_length;
use crate::steps::operation::SafeOperation;

impl SafeOperation for AddEnumValue {
    fn drafts(&self, catalog: &dyn Catalog) -> Result<Vec<Draft>> {
        let argument = "value";
        if self.value.is_empty() {
            return Err(ArgumentError::Empty { argument }.into());
        }
        check_length(argument, &self.value)?;
        let there = catalog.enumeration(&self.enumeration)?;
        if let Some(what) = there.other {
            return Err(TypeError::NotEnum { name: there.display, what }.into());
        }
        if !there.is_owned {
            return Err(TypeError::NotOwner { name: there.display, owner: there.owner }.into());
        }
        let place = match (&self.before, &self.after) {
            (Some(_), Some(_)) => {
                return Err(ArgumentError::Both { one: "before", other: "after" }.into());
            }
            (Some(before), None) => Some(("BEFORE", before)),
            (None, Some(after)) => Some(("AFTER", after)),
            (None, None) => None,
        };
        let at = |value: &String| there.values.iter().position(|there| there == value);
        if let Some((_, neighbour)) = place
            && at(neighbour).is_none()
        {
            let (name, value) = (there.display, neighbour.clone());
            return Err(TypeError::NoValue { name, value, there: there.values }.into());
        }
        // Others may have come between since, so the side is what counts.
        let is_at_its_place = |own: usize| match place {
            Some(("BEFORE", before)) => at(before).is_some_and(|before| own < before),
            Some((_, after)) => at(after).is_some_and(|after| own > after),
            None => true,
        };
        let own = at(&self.value);
        if let Some((side, neighbour)) = place
            && own.is_some_and(|own| !is_at_its_place(own))
        {
            return Err(DefinitionError::Differs {
                what: "enum value",
                name: self.value.clone(),
                there: there.values.iter().map(|value| shown(value)).collect::<Vec<_>>().join(", "),
                wanted: format!("{} {side} {}", shown(&self.value), shown(neighbour)),
            }
            .into());
        }
        let mut sql = format!("ALTER TYPE {} ADD VALUE {}", there.sql, catalog.literal(&self.value));
        if let Some((side, neighbour)) = place {
            sql.push_str(&format!(" {side} {}", catalog.literal(neighbour)));
        }
        let mut draft = Draft::of_nothing(words::add_value(&self.value), sql).done_if(own.is_some());
        if own.is_none() {
            draft = draft.because("the value can be used when this transaction has committed");
        }
        Ok(vec![draft])
    }

    /// A value of an enum cannot be taken away.
    fn inverse(&self, catalog: &dyn Catalog) -> Result<Option<Vec<Operation>>> {
        let is_there = catalog.enumeration(&self.enumeration)?.values.contains(&self.value);
        Ok(is_there.then(Vec::new))
    }
}
