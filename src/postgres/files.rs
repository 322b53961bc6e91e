//! The size of a table's file, asked of the file system: the server's functions open the table, and wait for whoever
//! has locked it.

use std::fs;

/// How many bytes the file of a path as `pg_relation_filepath` gives it has, with its later segments; counted up to
/// `most`. None where it is not there.
pub fn bytes(path: &str, most: u64) -> Option<u64> {
    // The server's working directory is its data directory.
    let mut bytes = fs::metadata(path).ok()?.len();
    for segment in 1.. {
        match fs::metadata(format!("{path}.{segment}")) {
            Ok(file) if bytes <= most => bytes = bytes.saturating_add(file.len()),
            _ => break,
        }
    }
    Some(bytes)
}

/// Sees to it that what other transactions have committed of the catalog is known here.
pub fn hear_of_changes() {
    // SAFETY: inside a transaction, between statements of our own.
    unsafe { pgrx::pg_sys::AcceptInvalidationMessages() };
}

/// The path of a relation's file; none where it has none.
pub fn path(relation: pgrx::pg_sys::Oid) -> Option<String> {
    let sql = "SELECT pg_catalog.pg_relation_filepath($1)";
    super::spi::row(sql, &[relation.into()], |row| row.get(1)).flatten()
}

/// Whether a file was made since a moment, where the file system says.
pub fn is_made_since(path: &str, moment: std::time::SystemTime) -> bool {
    fs::metadata(path).and_then(|file| file.created()).is_ok_and(|made| made >= moment)
}
