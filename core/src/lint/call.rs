//! The call of a safe operation, as a fix has it.

use std::fmt;

use super::look::Look;
use crate::ddl::name::RangeVar;
use crate::name::as_argument;

/// `SELECT migrate.safe_…(…)`, argument by argument.
pub struct Call<'a> {
    look: &'a Look<'a>,
    operation: &'static str,
    arguments: Vec<String>,
}

impl<'a> Call<'a> {
    /// A call of this operation.
    pub fn new(look: &'a Look<'a>, operation: &'static str) -> Self {
        Call { look, operation, arguments: Vec::new() }
    }

    /// Adds a table.
    pub fn table(mut self, name: &RangeVar) -> Self {
        self.arguments.push(self.look.argument(name));
        self
    }

    /// Adds a name without dots.
    pub fn name(mut self, name: &str) -> Self {
        self.arguments.push(self.look.literal(&as_argument(name)));
        self
    }

    /// Adds names of columns.
    pub fn names(mut self, names: &[String]) -> Self {
        self.arguments.push(self.array(names));
        self
    }

    /// Adds a text.
    pub fn text(mut self, text: &str) -> Self {
        self.arguments.push(self.look.literal(text));
        self
    }

    /// Adds a text by its parameter's name, if there is one.
    pub fn text_as(mut self, parameter: &str, text: Option<&str>) -> Self {
        if let Some(text) = text {
            self.arguments.push(format!("{parameter} => {}", self.look.literal(text)));
        }
        self
    }

    /// Adds a name by its parameter's name, if there is one.
    pub fn name_as(self, parameter: &str, name: Option<&str>) -> Self {
        let name = name.map(as_argument);
        self.text_as(parameter, name.as_deref())
    }

    /// Adds names by their parameter's name, if there are some.
    pub fn names_as(mut self, parameter: &str, names: &[String]) -> Self {
        if !names.is_empty() {
            let array = self.array(names);
            self.arguments.push(format!("{parameter} => {array}"));
        }
        self
    }

    /// Adds `true` by its parameter's name, where it is so.
    pub fn flag(mut self, parameter: &str, is_so: bool) -> Self {
        if is_so {
            self.arguments.push(format!("{parameter} => true"));
        }
        self
    }

    fn array(&self, names: &[String]) -> String {
        let names: Vec<_> = names.iter().map(|name| self.look.literal(&as_argument(name))).collect();
        format!("ARRAY[{}]", names.join(", "))
    }
}

impl fmt::Display for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SELECT migrate.{}({})", self.operation, self.arguments.join(", "))
    }
}
