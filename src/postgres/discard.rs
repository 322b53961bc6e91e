//! What a session holds besides settings, thrown away at once: DISCARD ALL without its settings and locks.

use pgrx::pg_sys;

/// Closes cursors, forgets prepared statements and sequence values, and drops temporary objects. Only in a worker,
/// outside of any statement.
pub fn session() {
    // It only frees memory, and raises nothing.
    unsafe extern "C-unwind" {
        fn ResetSequenceCaches();
    }
    // SAFETY: inside a transaction, and no portal runs that could be closed under its feet. The server does the same
    // for DISCARD ALL.
    unsafe {
        pg_sys::PortalHashTableDeleteAll();
        pg_sys::DropAllPreparedStatements();
        ResetSequenceCaches();
        pg_sys::ResetTempTableNamespace();
    }
}
