//! Tests that a server cannot run.

use std::io::{Write, stderr};

use crate::server::Server;
use crate::session::Session;

/// Says that a test does nothing on this server, and why. The line goes past what the test runner captures:
/// scripts/test counts these lines, and takes the tests off from those that have passed.
pub fn skip(test: &str, why: &str) {
    // In one piece, since others write beside it.
    let line = format!("\nskipped {test}: {why}\n");
    stderr().write_all(line.as_bytes()).expect("standard error");
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
