//! A safe operation written as the SQL call that asks for it, for registries and for people.

use crate::name::{Quoting, as_argument, qualified};
use crate::relation::Relation;

/// The arguments of a call, as SQL; those that have their default are left out.
pub struct Call<'a> {
    names: &'a dyn Quoting,
    arguments: Vec<String>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(names: &'a dyn Quoting) -> Self {
        Call { names, arguments: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &str, value: String) -> Self {
        self.arguments.push(format!("{name} => {value}"));
        self
    }

    pub(crate) fn text(self, name: &str, value: &str) -> Self {
        let value = self.names.literal(value);
        self.with(name, value)
    }

    pub(crate) fn text_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.text(name, value),
            None => self,
        }
    }

    /// A name.
    pub(crate) fn name(self, name: &str, value: &str) -> Self {
        self.text(name, &as_argument(value))
    }

    pub(crate) fn name_if(self, name: &str, value: Option<&str>) -> Self {
        self.text_if(name, value.map(as_argument).as_deref())
    }

    pub(crate) fn names(self, name: &str, values: &[String]) -> Self {
        self.list(name, &values.iter().map(|value| as_argument(value)).collect::<Vec<_>>())
    }

    /// An argument that has no default and is NULL.
    pub(crate) fn null(self, name: &str) -> Self {
        self.with(name, "NULL".into())
    }

    /// A relation, as text or `regclass`.
    pub(crate) fn relation(self, name: &str, value: &Relation) -> Self {
        let written = match &value.schema {
            Some(schema) => qualified(self.names, schema, &value.name),
            None => self.names.quote(&value.name),
        };
        self.text(name, &written)
    }

    pub(crate) fn list(self, name: &str, values: &[String]) -> Self {
        if values.is_empty() {
            return self;
        }
        let values: Vec<String> = values.iter().map(|value| self.names.literal(value)).collect();
        self.with(name, format!("ARRAY[{}]", values.join(", ")))
    }

    pub(crate) fn number_if(self, name: &str, value: Option<u32>) -> Self {
        match value {
            Some(value) => self.with(name, value.to_string()),
            None => self,
        }
    }

    /// A flag whose default is false.
    pub(crate) fn flag(self, name: &str, value: bool) -> Self {
        if value { self.with(name, "true".into()) } else { self }
    }

    /// `migrate.safe_x(…)`.
    pub(crate) fn sql(self, function: &str) -> String {
        format!("migrate.{function}({})", self.arguments.join(", "))
    }
}
