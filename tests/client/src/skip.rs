//! Tests that a server cannot run.

use std::collections::BTreeSet;
use std::io::{Write, stderr};
use std::sync::Mutex;
use std::thread;

use crate::server::Server;
use crate::session::Session;

/// Says that a test does nothing on this server, and why. The line goes past what the test runner captures:
/// scripts/test counts these lines, and takes the tests off from those that have passed.
pub fn skip(test: &str, why: &str) {
    // In one piece, since others write beside it.
    let line = format!("\nskipped {test}: {why}\n");
    stderr().write_all(line.as_bytes()).expect("standard error");
}

/// Whether the server is of this major version or of a later one; a skipped test if not. A test may ask several times, and
/// is skipped once.
pub fn is_since(server: &Server, version: u32) -> bool {
    static SKIPPED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    if server.version() >= version {
        return true;
    }
    // The test runner names a thread after its test.
    let test = thread::current().name().unwrap_or("a test").to_string();
    if SKIPPED.lock().unwrap_or_else(|poison| poison.into_inner()).insert(test.clone()) {
        skip(&test, &format!("it is about PostgreSQL {version}"));
    }
    false
}

/// Whether the server can install an extension of this name; a skipped test if not.
pub fn has_extension(server: &Server, name: &str, test: &str) -> bool {
    let query = format!("SELECT count(*) FROM pg_available_extensions WHERE name = '{name}'");
    let has = Session::open(server, "postgres", server.user()).one(&query) == "1";
    if !has {
        skip(test, &format!("the server does not have {name}"));
    }
    has
}

/// Whether the server was built with ICU; a skipped test if not.
pub fn has_icu(server: &Server, test: &str) -> bool {
    // From 16 on pg_collation has collations of ICU either way.
    let query = "BEGIN; CREATE COLLATION pg_temp.german (provider = icu, locale = 'de'); ROLLBACK";
    match Session::open(server, "postgres", server.user()).try_query(query) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.message, "ICU is not supported in this build");
            skip(test, "the server was built without ICU");
            false
        }
    }
}
