//! Heads of down parts, and prose with the same words in it.

use super::*;

/// Heads of tools, and what people write.
const HEADS: &[&str] = &[
    "-- migrate: down",
    "-- migrate : down",
    "--migrate: Down",
    "-- migrate: down transaction:false",
    "-- migrate down",
    "-- migrate-down",
    "-- migrate_down",
    "-- Down",
    "-- down",
    "--down",
    "-- DOWN",
    "-- down:",
    "-- Down -",
    "-- [down]",
    "-- <down>",
    "-- {{ down }}",
    "-- down --",
    "-- ==== DOWN ====",
    "-- #### down ####",
    "-- *** UNDO ***",
    "--- !Downs",
    "-- !Downs",
    "-- rambler down",
    "-- rollback",
    "-- ROLLBACK",
    "-- Rollback:",
    "-- Roll back",
    "-- rollback script",
    "-- Rollback section",
    "-- rollback begins here",
    "-- goose Down",
    "-- + goose Down",
    "-- @goose down",
    "-- +down",
    "-- Migration DOWN",
    "-- DOWN MIGRATON (ROLLBACK)",
    "-- DOWN-MIGRATION",
    "-- MIGRATION DOWN",
    "-- REVERT",
    "-- Revert migration",
    "-- UNDO MIGRATION",
    "-- undo this migration",
    "-- @UNDO",
    "--//@UNDO",
    "-- //@UNDO",
    "-- @down",
    "-- #down",
    "--! down",
    "-- Down migration - drop users",
    "-- Down Migration: drop users",
    "-- Down Migration – drop everything",
    "-- down migration (drops the users)",
    "-- down: drop users",
    "-- Downgrade",
    "-- Down 0001",
    "-- down part",
    "-- Reverse migration",
    "-- Backward",
    "---- create above, drop below ----",
    "-- create above / drop below",
    "-- drop below",
    "/* down */",
    "/* ROLLBACK */",
    "/***** Down migration *****/",
    "/*\n * DOWN MIGRATION\n * --------------\n */",
    "--rollback DROP TABLE users;",
    "--rollback empty",
    "-- 👇 down",
    "-- Undo all",
    "-- undo everything above",
    "-- Revert the above",
    "-- Rollback instructions:",
    "-- Rollback commands",
    "-- Part 2: Down",
    "-- Section: DOWN",
    "-- Step 2: rollback",
    "-- =====\n-- TENANT USAGE STATS DOWN MIGRATION\n-- =====",
    "-- =====\n-- users: rollback migration",
];

/// Prose with the same words in it.
const PROSE: &[&str] = &[
    "-- Rollback is handled by the application",
    "-- scale down the batch size",
    "-- undo log table",
    "-- down payment",
    "-- Down migration is not possible",
    "-- Down migration: none",
    "-- down migration: not supported",
    "-- Down: none",
    "-- Down: n/a",
    "-- Rollback: see ticket 12",
    "-- Rollback: DROP TABLE users;",
    "-- rollback: not required",
    "-- No rollback",
    "-- no down migration",
    "-- there is no way down",
    "-- rollback the transaction if a row is missing",
    "-- roll back on error",
    "-- Rollback plan: restore the backup",
    "-- rollback segment sizes",
    "-- revert to the old default",
    "-- revert the change of 2023-01-02",
    "-- Revert \"add users\"",
    "-- reverse lookup table",
    "-- reverse the order of columns",
    "-- tear down the queue",
    "-- break down by month",
    "-- write down who did it",
    "-- count down to zero",
    "-- slow down writers",
    "-- drop down list of countries",
    "-- dropdown options",
    "-- shut down jobs first",
    "-- how to rollback",
    "-- To roll back, run the script in ops/",
    "-- narrow down the search",
    "-- step down",
    "-- the rollback of this migration deletes rows",
    "-- up and down votes",
    "-- upvotes, downvotes",
    "-- votes: up, down",
    "-- downloads",
    "-- thumbs down",
    "-- status is up or down",
    "-- undo history of documents",
    "-- cascade down to children",
    "-- downtime: none",
    "-- reverted by 0042",
    "-- markdown",
    "-- rollback_on_timeout must be set",
    "-- database down",
    "-- Step 2: scale down the workers",
    "-- Rollback steps (one row for each)",
    "-- Part 1: rollback segments",
    "-- Steps: up, down",
    "-- all of the above",
    "-- Down migration drops the users",
    "/* rollback of orders is done by a trigger */",
    "/* Down:\n   DROP TABLE users;\n   DROP TABLE groups; */",
    "-- --- --",
    "--",
    "/**/",
    "-- migrate the old rows",
    "-- migrate downloads to the new table",
    "-- Up",
    "-- ROLLBACK;",
    "-- rollback; -- if it fails",
    "-- Rollback: drop view v; drop table t;",
    "-- ROLLBACK (run by hand, to take this file back)",
    "-- Undo the claim when the alert could not be sent.",
    "-- Revert indexes",
    "-- =====\n-- There is no down migration\n-- =====",
];

fn is_head(comment: &str) -> bool {
    find(&format!("CREATE TABLE users (id int);\n{comment}\nDROP TABLE users;\n"), 1, false).is_some()
}

#[test]
fn heads_are_told_from_prose() {
    let missed: Vec<_> = HEADS.iter().filter(|head| !is_head(head)).collect();
    let taken: Vec<_> = PROSE.iter().filter(|prose| is_head(prose)).collect();
    assert!(missed.is_empty() && taken.is_empty(), "missed {missed:#?}, taken {taken:#?}");
    assert!(HEADS.len() > 60 && PROSE.len() > 55);
}

#[test]
fn only_between_statements_and_on_a_line_of_its_own() {
    let heads = |script: &str| find(script, 10, false);
    assert_eq!(heads("SELECT 1;\n\n  -- down\nSELECT 2;"), Some((12, "-- down".into())));
    assert_eq!(heads("SELECT 1;\r\n\r\n-- down\r\nSELECT 2;"), Some((12, "-- down".into())));
    assert_eq!(heads("-- down\nSELECT 2;"), Some((10, "-- down".into())));
    assert_eq!(heads("SELECT 1; -- down\nSELECT 2;"), None);
    assert_eq!(heads("SELECT 1; -- migrate:down\nSELECT 2;"), Some((10, "-- migrate:down".into())));
    assert_eq!(heads("CREATE TYPE d AS ENUM ('up',\n-- down\n'down');"), None);
    assert_eq!(heads("DO $$ BEGIN\nNULL;\n-- down\nNULL; END $$;"), None);
    assert_eq!(heads("INSERT INTO t VALUES ('a;\n-- down\nb');"), None);
    assert_eq!(heads("SELECT 1;\n/* a\n-- down\nb */ SELECT 2;"), None);
    assert_eq!(heads("SELECT 1;\n-- down"), Some((11, "-- down".into())));
}

#[test]
fn notes_of_the_way_back_are_prose() {
    let heads = |script: &str| find(script, 1, false).is_some();
    assert!(!heads("-- Rollback:\n--   DROP TABLE a;\nCREATE TABLE a ();"));
    assert!(!heads("CREATE TABLE a ();\n-- Rollback:\n-- DROP TABLE a;\n"));
    assert!(!heads("CREATE TABLE a ();\n-- Rollback:\n-- DROP TABLE a;\n\nCREATE TABLE b ();"));
    assert!(!heads(
        "CREATE TABLE a ();\n-- ====\n-- ROLLBACK (for reference)\n-- ====\n\n-- DROP TABLE a;\n"
    ));
    assert!(heads("CREATE TABLE a ();\n-- ====\n-- ROLLBACK\n-- ====\n\n"));
    assert!(heads("CREATE TABLE a ();\n-- Down\n-- Drop it.\nDROP TABLE a;"));
    assert!(heads("CREATE TABLE a ();\n-- Down\n-- Drop it again;\nDROP TABLE a;"));
    assert!(heads("CREATE TABLE a ();\n-- ====\n-- DOWN\n-- ====\n\nDROP TABLE a;"));
    assert!(heads("CREATE TABLE a ();\n-- migrate: down\n-- nothing to do\n"));
}

#[test]
fn behind_a_heading_in_words_a_longer_one() {
    let heads = |comment: &str| {
        let script = format!("CREATE TABLE users (id int);\n{comment}\nDROP TABLE users;\n");
        find(&script, 1, true).is_some()
    };
    for head in [
        "-- Down Migration for users",
        "  --- Down migration drops the users ---",
        "-- DownMigration",
        "--down migration drop table users",
    ] {
        assert!(heads(head), "{head}");
    }
    for prose in [
        "-- Down migration is not possible",
        "-- Down migration: none",
        "-- Down migration cannot bring the rows back",
        "-- Down migration will be written later",
        "-- Downtime: none",
        "-- Down migration - none yet",
        "/* Down migration of the users */",
    ] {
        assert!(!heads(prose), "{prose}");
    }
}

#[test]
fn a_head_of_several_lines_is_told_alike_whatever_ends_them() {
    let told = |end: &str| {
        let text = ["/* block---- create above / drop below ----", "*/"].join(end);
        find(&text, 1, false).map(|(_, text)| text)
    };
    assert_eq!(told("\n").as_deref(), Some("/* block---- create above / drop below ---- */"));
    assert_eq!(told("\r\n"), told("\n"));
    assert_eq!(told("\r"), told("\n"));
}
