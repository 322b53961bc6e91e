//! Which version of the extension this database has, which the library is, and whether they fit: the one door through
//! which every call, every worker and every look of a waiting procedure goes.
//!
//! The functions of triggers on users' tables do not come here: they go on working on the SQL of an older version, and
//! must not fail anybody's write.

use migrate_core::Result;
use migrate_core::error::ElsewhereError;
use migrate_core::release;
use pgrx::pg_sys;
use pgrx::prelude::*;

use super::names;
use crate::error::raise;

/// The library's version, with room for a longer one. It is looked at when it is asked for, and not before: so it can be
/// read off the file (`strings migrate_ext.so | grep 'migrate_ext library'`), and a test can make a newer library of it.
static STAMP: &str = concat!("migrate_ext library ", env!("CARGO_PKG_VERSION"), "        ;");

/// The version of the library.
pub fn library() -> &'static str {
    let stamp = std::hint::black_box(STAMP);
    stamp.trim_end_matches(';').trim_end().rsplit(' ').next().unwrap_or_default()
}

/// Whether this library may work in this database. To the end of the transaction no update of the extension gets in
/// between: its script locks `migrate.home`, as every call does.
///
/// # Errors
///
/// [`migrate_core::error::ReleaseError`].
pub fn check() -> Result<()> {
    if is_in_script() {
        return Ok(());
    }
    if let Some(home) = names::relation("migrate", "home") {
        // SAFETY: inside a transaction. Nobody but an update, or DROP EXTENSION, locks it against readers.
        unsafe { pg_sys::LockRelationOid(home, pg_sys::AccessShareLock as pg_sys::LOCKMODE) };
    }
    match installed() {
        Some(version) => Ok(release::check(&version, library())?),
        None => Ok(()),
    }
}

/// The same in a database where it may not be installed.
///
/// # Errors
///
/// [`ElsewhereError::NoExtension`]; as [`check`].
pub fn check_installed() -> Result<()> {
    match installed() {
        Some(_) => check(),
        None => Err(ElsewhereError::NoExtension.into()),
    }
}

/// The same, where only the server's own way of failing ends what is going on.
pub fn must_fit() {
    if let Err(error) = check() {
        raise(&error);
    }
}

/// Whether the extension's own script is at work: it knows what it calls.
fn is_in_script() -> bool {
    // SAFETY: reads variables of the backend, and the catalog.
    unsafe {
        pg_sys::creating_extension
            && pg_sys::CurrentExtensionObject == pg_sys::get_extension_oid(c"migrate_ext".as_ptr(), true)
    }
}

/// The version of the extension in this database, by the newest state of the catalog; none if it is not there.
fn installed() -> Option<String> {
    // SAFETY: inside a transaction. The key and the name that it points to outlive the scan; the tuple is read while the
    // scan holds it. A scan without a snapshot sees what is committed by now.
    unsafe {
        let mut key = pg_sys::ScanKeyData::default();
        pg_sys::ScanKeyInit(
            &mut key,
            pg_sys::Anum_pg_extension_extname as i16,
            pg_sys::BTEqualStrategyNumber as u16,
            pg_sys::F_NAMEEQ.into(),
            pg_sys::Datum::from(c"migrate_ext".as_ptr()),
        );
        let relation =
            pg_sys::table_open(pg_sys::ExtensionRelationId, pg_sys::AccessShareLock as pg_sys::LOCKMODE);
        let scan = pg_sys::systable_beginscan(
            relation,
            pg_sys::ExtensionNameIndexId.into(),
            true,
            std::ptr::null_mut(),
            1,
            &mut key,
        );
        let tuple = pg_sys::systable_getnext(scan);
        let version = (!tuple.is_null()).then(|| {
            let mut is_null = false;
            let number = pg_sys::Anum_pg_extension_extversion as i32;
            let datum = pg_sys::heap_getattr(tuple, number, (*relation).rd_att, &mut is_null);
            String::from_datum(datum, is_null).unwrap_or_default()
        });
        pg_sys::systable_endscan(scan);
        pg_sys::table_close(relation, pg_sys::AccessShareLock as pg_sys::LOCKMODE);
        version
    }
}
