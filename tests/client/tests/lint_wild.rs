//! Scripts as public projects have them (`../wild/`), linted in an empty database and in one that has run them: no error,
//! no panic, and soon. The time is printed.
//!
//! Not here: what they do (wild.rs).

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use migrate_client_tests::{Db, Session};

/// The scripts, by folder and name.
fn scripts() -> Vec<(String, String)> {
    let wild = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("wild");
    let mut all = Vec::new();
    for folder in fs::read_dir(wild).expect("folders") {
        for file in fs::read_dir(folder.expect("a folder").path()).expect("files") {
            let path = file.expect("a file").path();
            let name = path.display().to_string();
            all.push((name, fs::read_to_string(&path).expect("a script")));
        }
    }
    all.sort();
    all
}

fn lint(session: &mut Session, script: &str) -> Result<(usize, Duration), String> {
    let sql = format!("SELECT rule, severity FROM migrate.lint('{}')", script.replace('\'', "''"));
    let begin = Instant::now();
    let found = session.try_query(&sql).map_err(|error| format!("{error:?}"))?;
    Ok((found.len(), begin.elapsed()))
}

#[test]
fn scripts_of_real_projects_are_linted() {
    let db = Db::fresh();
    let mut session = db.session();
    let scripts = scripts();
    assert!(scripts.len() > 80, "{}", scripts.len());
    let mut wrong = Vec::new();
    for round in ["in an empty database", "where they have run"] {
        let (mut findings, mut time) = (0, Duration::ZERO);
        for (name, script) in &scripts {
            match lint(&mut session, script) {
                Ok((count, took)) => (findings, time) = (findings + count, time + took),
                Err(error) => wrong.push(format!("{name}: {error}")),
            }
        }
        eprintln!("{} scripts linted {round}: {findings} findings in {time:?}", scripts.len());
        // As far as they run one after the other in one schema.
        for (_, script) in scripts.iter().filter(|(name, _)| name.contains("/objects/")) {
            let _ = session.try_query(script);
            let _ = session.try_query("ROLLBACK");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
