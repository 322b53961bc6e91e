//! Prints the install script of the extension: `migrate_schema LIBRARY CONTROL_FILE`.
//!
//! pgrx notes every SQL object of the code in a section of the library, and what each needs before it. The statements
//! are pgrx's. Their order is made here, since pgrx's is another one each time; line numbers, which change with every
//! edit, are left out. `scripts/schema` calls this and keeps the result in `extension/`.

use object::{Object, ObjectSection};
use pgrx_sql_entity_graph::section::{decode_entities, is_schema_section_name};
use pgrx_sql_entity_graph::{ControlFile, PgrxSql, SqlGraphEntity, SqlGraphIdentifier, ToSql};
use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

/// The name that the library's functions are declared with; the control file's `module_pathname` says where it is.
const LIBRARY_NAME: &str = "migrate_ext";

const HEAD: &str = "\
-- The objects of migrate_ext. Written by `make schema` from sql/ and src/: change those, not this file.

-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\\echo Use \"CREATE EXTENSION migrate_ext\" to load this file. \\quit
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [library, control] = arguments.as_slice() else {
        eprintln!("usage: migrate_schema LIBRARY CONTROL_FILE");
        return ExitCode::from(2);
    };
    match script(library, control) {
        Ok(script) => {
            print!("{script}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("migrate_schema: {library}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn script(library: &str, control: &str) -> Result<String, Box<dyn Error>> {
    let bytes = std::fs::read(library)?;
    let control = ControlFile::from_str(&std::fs::read_to_string(control)?)?;
    let file = object::File::parse(bytes.as_slice())?;
    let section = file.sections().find(|section| section.name().is_ok_and(is_schema_section_name)).ok_or(
        "it has no section with the SQL of its code; if the linker has dropped it, build it with \
             RUSTFLAGS='-C link-arg=-Wl,--no-gc-sections'",
    )?;
    let mut entities = vec![SqlGraphEntity::ExtensionRoot(control)];
    entities.extend(decode_entities(section.data()?)?);
    let sql = PgrxSql::build(entities.into_iter(), LIBRARY_NAME.to_owned(), false)?;
    let mut script = HEAD.to_owned();
    for entity in in_order(&sql)? {
        let text = entity.to_sql(&sql)?;
        if !text.trim().is_empty() {
            script.push('\n');
            script.push_str(&without_line_numbers(text.trim()));
        }
    }
    Ok(script)
}

/// Everything behind what it needs; what could come next goes by the kind, the file and the name.
fn in_order<'a>(sql: &'a PgrxSql<'a>) -> Result<Vec<&'a SqlGraphEntity<'a>>, Box<dyn Error>> {
    let graph = &sql.graph;
    let key = |node| {
        let entity = &graph[node];
        let is_function = matches!(entity, SqlGraphEntity::Function(_));
        (is_function, entity.file().map(str::to_owned), entity.rust_identifier())
    };
    let mut missing: BTreeMap<_, usize> = graph.node_indices().map(|node| (node, 0)).collect();
    let mut dependents: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (before, after) in graph.edge_indices().filter_map(|edge| graph.edge_endpoints(edge)) {
        *missing.entry(after).or_default() += 1;
        dependents.entry(before).or_default().push(after);
    }
    let mut ready: BTreeMap<_, _> =
        missing.iter().filter(|(_, count)| **count == 0).map(|(node, _)| (key(*node), *node)).collect();
    let mut ordered = vec![];
    while let Some((_, node)) = ready.pop_first() {
        match &graph[node] {
            SqlGraphEntity::ExtensionRoot(_) | SqlGraphEntity::BuiltinType(_) => {}
            entity => ordered.push(entity),
        }
        missing.remove(&node);
        for dependent in dependents.remove(&node).unwrap_or_default() {
            let count = missing.entry(dependent).or_default();
            *count -= 1;
            if *count == 0 {
                ready.insert(key(dependent), dependent);
            }
        }
    }
    if let Some((node, _)) = missing.pop_first() {
        let name = graph[node].rust_identifier();
        return Err(format!("{name} and others need each other, or two objects have one name").into());
    }
    Ok(ordered)
}

fn without_line_numbers(text: &str) -> String {
    text.lines().flat_map(|line| [without_line_number(line), "\n"]).collect()
}

/// `-- src/api/apply.rs:12` without the number: it changes with every edit above it.
fn without_line_number(line: &str) -> &str {
    match line.rsplit_once(':') {
        Some((place, number))
            if place.starts_with("-- ")
                && place.ends_with(".rs")
                && !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            place
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_numbers_of_lines_go() {
        let text = "-- src/api/apply.rs:12\n-- src/x.rs: see 12\nSELECT '-- src/x.rs:12';\n\n\n-- 12:12";
        assert_eq!(
            without_line_numbers(text),
            "-- src/api/apply.rs\n-- src/x.rs: see 12\nSELECT '-- src/x.rs:12';\n\n\n-- 12:12\n"
        );
    }
}
