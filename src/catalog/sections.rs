//! Sections of a query, which are left out where the server has marked that there is nothing to find: most of the time of
//! a large query that is asked once goes by in its planning.
//!
//! A section is a line `-- [NAME`, an expression, and a line `-- NAME] OTHER`, which says what stands there without it.

use crate::postgres::marks::Marks;

/// The query for relations with these marks.
pub fn that_find(sql: &str, marks: Marks) -> String {
    let sections = [
        ("indexes", marks.indexes),
        ("triggers", marks.triggers),
        ("rules", marks.rules),
        ("children", marks.children),
        ("partitioned", marks.partitioned),
        ("part", marks.part),
    ];
    let empty = sections.into_iter().filter(|(_, is_there)| !is_there);
    empty.fold(sql.to_string(), |sql, (name, _)| without(&sql, name))
}

fn without(sql: &str, name: &str) -> String {
    let (from, to) = (format!("-- [{name}\n"), format!("-- {name}]"));
    let mut kept = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, section)) = rest.split_once(&from) {
        let Some((_, behind)) = section.split_once(&to) else { break };
        kept.push_str(before);
        rest = behind;
    }
    kept + rest
}
