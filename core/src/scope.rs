//! Under what a user's text means what it meant where he wrote it: the search path, and the settings on which the text of
//! a value depends.
//!
//! The text itself could not say it: IS DISTINCT FROM, NULLIF and CASE are written without their operator, and a value is
//! read from its text by whoever converts it. So the scope is kept with the request, and all that uses the text later,
//! in other sessions and for other roles, carries it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::name::Quoting;

/// A search path and settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// The search path, as SET takes it: schemas that there are, and none that depends on who reads it.
    pub search_path: String,
    /// The settings, by name.
    #[serde(default)]
    pub settings: BTreeMap<String, String>,
}

impl Scope {
    /// The settings by which a value's text is read and written, or which text an expression gives. Everybody may set
    /// each of them.
    pub const SETTINGS: [&'static str; 14] = [
        "array_nulls",
        "bytea_output",
        "datestyle",
        "default_text_search_config",
        "extra_float_digits",
        "intervalstyle",
        "lc_monetary",
        "lc_numeric",
        "lc_time",
        "standard_conforming_strings",
        "timezone",
        "transform_null_equals",
        "xmlbinary",
        "xmloption",
    ];

    /// A search path alone.
    pub fn of_path(search_path: &str) -> Self {
        Scope { search_path: search_path.into(), settings: BTreeMap::new() }
    }

    /// The clauses of CREATE FUNCTION: each setting's name, and its value as SQL behind `SET … TO`.
    pub fn clauses(&self, names: &dyn Quoting) -> Vec<(String, String)> {
        let settings = self.settings.iter();
        let settings = settings.map(|(name, value)| (names.quote(name), names.literal(value)));
        std::iter::once(("search_path".to_string(), self.search_path.clone())).chain(settings).collect()
    }

    /// Statements of PL/pgSQL that set all of it to the end of the transaction, a line for each, `indent` before it.
    pub fn set_locally(&self, names: &dyn Quoting, indent: &str) -> String {
        let settings = self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let set = |(name, value): (&str, &str)| {
            let (name, value) = (names.literal(name), names.literal(value));
            format!("{indent}PERFORM pg_catalog.set_config({name}, {value}, true);\n")
        };
        std::iter::once(("search_path", self.search_path.as_str())).chain(settings).map(set).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fake::Plain;

    fn scope() -> Scope {
        let settings = BTreeMap::from([("timezone".into(), "Europe/Berlin".into())]);
        Scope { search_path: "shop, pg_temp".into(), settings }
    }

    #[test]
    fn a_function_carries_it() {
        let clause = |name: &str, value: &str| (name.to_string(), value.to_string());
        let clauses = [clause("search_path", "shop, pg_temp"), clause("timezone", "'Europe/Berlin'")];
        assert_eq!(scope().clauses(&Plain), clauses);
        assert_eq!(Scope::of_path("shop").clauses(&Plain), [clause("search_path", "shop")]);
    }

    #[test]
    fn a_block_sets_it() {
        let set = "  PERFORM pg_catalog.set_config('search_path', 'shop, pg_temp', true);
  PERFORM pg_catalog.set_config('timezone', 'Europe/Berlin', true);
";
        assert_eq!(scope().set_locally(&Plain, "  "), set);
    }
}
