//! The size of a table's file, asked of the file system: the server's functions open the table, and wait for whoever
//! has locked it. And how full a file system is, which no SQL function says.

use std::ffi::CString;
use std::fs;
use std::mem::MaybeUninit;
use std::os::unix::fs::MetadataExt;

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

/// A file system, as its directory's owner may use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSystem {
    /// What tells it from others.
    pub device: u64,
    /// Bytes that are free for the server.
    pub free: u64,
    /// All of its bytes.
    pub total: u64,
}

/// That of a directory, given from the data directory; none where the operating system does not say. Directories of our
/// own choice only: what is asked of the operating system is asked as the server.
#[allow(clippy::useless_conversion, reason = "the numbers have other types on other systems")]
pub fn file_system(path: &str) -> Option<FileSystem> {
    let device = fs::metadata(path).ok()?.dev();
    let path = CString::new(path).ok()?;
    let mut said = MaybeUninit::<libc::statvfs>::zeroed();
    // SAFETY: the path ends in a zero, and the struct is ours; it is read only where the call has filled it.
    let said = unsafe {
        if libc::statvfs(path.as_ptr(), said.as_mut_ptr()) != 0 {
            return None;
        }
        said.assume_init()
    };
    let bytes = |blocks: u64| blocks.saturating_mul(u64::from(said.f_frsize));
    Some(FileSystem { device, free: bytes(u64::from(said.f_bavail)), total: bytes(u64::from(said.f_blocks)) })
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
