//! Names and types of a statement as SQL.

use crate::ddl::name::{ObjectType, RangeVar, RoleSpec, RoleSpecType, RoutineName, TypeName};
use crate::ddl::routine::{Parameter, ParameterMode};
use crate::name::Quoting;

/// Writes names, quoted where the server would quote them: its keywords differ by version.
#[derive(Clone, Copy)]
pub struct Names<'a>(pub &'a dyn Quoting);

impl Names<'_> {
    /// An identifier.
    pub fn identifier(self, name: &str) -> String {
        self.0.quote(name)
    }

    /// A text, as a literal.
    pub fn literal(self, text: &str) -> String {
        self.0.literal(text)
    }

    /// A relation's name.
    pub fn relation(self, relation: &RangeVar) -> String {
        self.beside(relation, &relation.name)
    }

    /// What is in the schema of a relation, if that is named.
    pub fn beside(self, relation: &RangeVar, name: &str) -> String {
        match &relation.schema {
            Some(schema) => format!("{}.{}", self.identifier(schema), self.identifier(name)),
            None => self.identifier(name),
        }
    }

    /// A relation's name, with ONLY where the statement has it.
    pub fn only(self, relation: &RangeVar) -> String {
        let name = self.relation(relation);
        if relation.only { format!("ONLY {name}") } else { name }
    }

    /// A name with dots.
    pub fn dotted(self, name: &[String]) -> String {
        name.iter().map(|part| self.identifier(part)).collect::<Vec<_>>().join(".")
    }

    /// Another name in place of the last part: where something stands once it is renamed.
    pub fn renamed(self, name: &[String], to: &str) -> String {
        let schemas = &name[..name.len().saturating_sub(1)];
        schemas
            .iter()
            .map(String::as_str)
            .chain([to])
            .map(|part| self.identifier(part))
            .collect::<Vec<_>>()
            .join(".")
    }

    /// A routine as a statement names it: with its arguments, if it names any.
    pub fn routine(self, kind: ObjectType, routine: &RoutineName) -> String {
        format!("{}{}", self.dotted(&routine.name), self.arguments(kind, routine))
    }

    /// An operator as a statement names it, with its arguments.
    pub fn operator(self, operator: &RoutineName) -> String {
        let of = |of: &TypeName| if of.names.is_empty() { "NONE".into() } else { self.type_name(of) };
        let arguments: Vec<_> = operator.arguments.iter().map(of).collect();
        format!("{}({})", self.sign(&operator.name), arguments.join(", "))
    }

    /// An operator's sign, with its schema if that is named.
    pub fn sign(self, name: &[String]) -> String {
        let (sign, schemas) = name.split_last().map_or(("", name), |(sign, rest)| (sign.as_str(), rest));
        schemas.iter().map(|part| self.identifier(part) + ".").collect::<String>() + sign
    }

    /// The arguments by which a statement names a routine, in parentheses; nothing if it names none.
    pub fn arguments(self, kind: ObjectType, routine: &RoutineName) -> String {
        if routine.args_unspecified {
            return String::new();
        }
        // An aggregate of no arguments is one of all rows.
        if kind == ObjectType::Aggregate && routine.arguments.is_empty() {
            return "(*)".into();
        }
        let types: Vec<_> = routine.arguments.iter().map(|of| self.type_name(of)).collect();
        format!("({})", types.join(", "))
    }

    /// The arguments by which a routine that is made can be told from others of its name; `modes` with the word for
    /// each argument's way, and those that only go out, as a procedure needs it.
    pub fn signature(self, parameters: &[Parameter], modes: bool) -> String {
        use ParameterMode::*;
        let written = |parameter: &Parameter| {
            let mode = match parameter.mode {
                Out if modes => "OUT ",
                Out | Table => return None,
                Inout if modes => "INOUT ",
                Variadic if modes => "VARIADIC ",
                _ => "",
            };
            Some(format!("{mode}{}", self.type_name(&parameter.type_name)))
        };
        format!("({})", parameters.iter().filter_map(written).collect::<Vec<_>>().join(", "))
    }

    /// A type, without what a routine's argument does not keep of it.
    pub fn type_name(self, of: &TypeName) -> String {
        let name = self.dotted(&of.names);
        let own = match name.as_str() {
            "pg_catalog.bool" => "boolean",
            "pg_catalog.int2" => "smallint",
            "pg_catalog.int4" => "integer",
            "pg_catalog.int8" => "bigint",
            "pg_catalog.float4" => "real",
            "pg_catalog.float8" => "double precision",
            "pg_catalog.numeric" => "numeric",
            "pg_catalog.varchar" => "varchar",
            "pg_catalog.timestamp" => "timestamp",
            "pg_catalog.timestamptz" => "timestamptz",
            "pg_catalog.interval" => "interval",
            other => other,
        };
        let reference = if of.pct_type { "%TYPE" } else { "" };
        format!("{own}{reference}{}", "[]".repeat(of.array_bounds.len()))
    }

    /// A role; none where it depends on who runs the statement.
    pub fn role(self, role: &RoleSpec) -> Option<String> {
        match role.kind {
            RoleSpecType::Name => role.name.as_deref().map(|name| self.identifier(name)),
            RoleSpecType::Public => Some("PUBLIC".into()),
            _ => None,
        }
    }
}

/// The schemas of a list as a setting has it, quoted where the server would quote them.
pub fn schemas_of_list(list: &str, quoting: &dyn Quoting) -> Vec<String> {
    let name = |part: &str| match part.strip_prefix('"').and_then(|part| part.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => part.to_lowercase(),
    };
    let names = list.split(',').map(|part| name(part.trim())).filter(|name| !name.is_empty());
    names.map(|name| quoting.quote(&name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reverse::fake::Fake;

    fn name(parts: &[&str]) -> Vec<String> {
        parts.iter().map(ToString::to_string).collect()
    }

    fn of(parts: &[&str], bounds: usize) -> TypeName {
        TypeName { names: name(parts), array_bounds: vec![-1; bounds], ..TypeName::default() }
    }

    #[test]
    fn types_are_written_as_a_routine_keeps_them() {
        let written = |of: TypeName| Names(&Fake).type_name(&of);
        assert_eq!(written(of(&["pg_catalog", "int4"], 0)), "integer");
        assert_eq!(written(of(&["pg_catalog", "timestamptz"], 2)), "timestamptz[][]");
        assert_eq!(written(of(&["pg_catalog", "char"], 1)), "pg_catalog.\"char\"[]");
        assert_eq!(written(of(&["Odd", "t"], 0)), "\"Odd\".t");
        let reference = TypeName { pct_type: true, ..of(&["t", "note"], 0) };
        assert_eq!(written(reference), "t.note%TYPE");
    }

    #[test]
    fn a_signature_tells_routines_of_one_name_apart() {
        use ParameterMode::*;
        let parameters = [Default, In, Out, Inout, Variadic, Table].map(|mode| Parameter {
            mode,
            type_name: of(&["text"], usize::from(mode == Variadic)),
            ..Parameter::default()
        });
        assert_eq!(Names(&Fake).signature(&parameters, false), "(text, text, text, text[])");
        assert_eq!(
            Names(&Fake).signature(&parameters, true),
            "(text, text, OUT text, INOUT text, VARIADIC text[])"
        );
    }

    #[test]
    fn names_are_quoted_part_by_part() {
        let names = Names(&Fake);
        assert_eq!(names.dotted(&name(&["shop", "A b", "c"])), "shop.\"A b\".c");
        assert_eq!(names.renamed(&name(&["shop", "a"]), "B"), "shop.\"B\"");
        assert_eq!(names.renamed(&name(&["a"]), "b"), "b");
    }

    #[test]
    fn the_list_of_a_setting_is_read_as_the_server_reads_it() {
        let read = |list| schemas_of_list(list, &Fake);
        assert_eq!(read("\"$user\", public"), ["\"$user\"", "public"]);
        assert_eq!(read(" Shop ,, \"A \"\"b\"\"\", \"\""), ["shop", "\"A \"\"b\"\"\""]);
        assert!(read("").is_empty());
    }
}
