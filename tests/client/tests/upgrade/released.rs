//! What was released stays: each version's scripts are what they were, and the library has whatever they ask for.
//!
//! `tests/upgrade/VERSION/` has the install script of each released version and a dump of a database in every state, and
//! `tests/upgrade/released` their checksums; `scripts/release` writes them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use migrate_client_tests::{Cluster, Db, Tree};

use super::{VERSION, catalog, state};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../upgrade")
}

/// The versions that were released before this one: none whose script may still change.
fn earlier() -> Vec<String> {
    let list = fs::read_to_string(folder().join("released")).expect("tests/upgrade/released");
    let versions: BTreeSet<String> = list
        .lines()
        .filter_map(|line| Some(line.split_once("  ")?.1.split_once('/')?.0.to_string()))
        .collect();
    versions.into_iter().filter(|version| version != env!("CARGO_PKG_VERSION")).collect()
}

/// C symbols that a script asks for: the second string behind AS.
fn symbols(script: &str) -> BTreeSet<String> {
    let quoted = |text: &str| {
        text.trim_start()
            .strip_prefix('\'')
            .and_then(|rest| rest.split_once('\''))
            .map(|(name, rest)| (name.to_string(), rest.to_string()))
    };
    script
        .match_indices("'MODULE_PATHNAME'")
        .filter_map(|(at, word)| {
            let rest = script[at + word.len()..].trim_start().strip_prefix(',')?;
            quoted(rest).map(|(name, _)| name)
        })
        .collect()
}

#[test]
fn symbols_are_those_behind_the_library() {
    let script = "LANGUAGE c AS 'MODULE_PATHNAME', 'a_wrapper'; AS 'MODULE_PATHNAME',\n 'b_wrapper'; 'MODULE_PATHNAME';";
    assert_eq!(symbols(script), BTreeSet::from(["a_wrapper".to_string(), "b_wrapper".to_string()]));
}

#[test]
fn a_released_script_is_never_edited() {
    let checked = Command::new("sha256sum")
        .args(["--check", "--strict", "--quiet", "released"])
        .current_dir(folder())
        .output();
    let checked = checked.expect("sha256sum");
    let list = fs::read_to_string(folder().join("released")).expect("tests/upgrade/released");
    if list.trim().is_empty() {
        return; // nothing is released yet
    }
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    // What is installed as a released version is the script of that.
    for line in list.lines() {
        let path = line.split_once("  ").expect("a checksum and a file").1;
        let (version, file) = path.split_once('/').expect("a folder");
        let current = folder().join("../../extension").join(file);
        if file.ends_with(".sql") && file.starts_with("migrate_ext--") && current.exists() {
            let (released, current) = (fs::read(folder().join(path)), fs::read(&current));
            assert!(
                released.expect("a file") == current.expect("a file"),
                "{file} is released; what has changed since is of the version behind {version}"
            );
        }
    }
}

/// A function that was dropped or has another signature is still called by databases that are not updated, and by the
/// script that drops it.
#[test]
fn the_library_has_what_every_released_script_asks_for() {
    let tree = Tree::copy();
    let exported = exported(&tree);
    let mut scripts = vec![tree.script(&format!("migrate_ext--{}.sql", env!("CARGO_PKG_VERSION")))];
    for version in earlier() {
        scripts.push(
            fs::read_to_string(folder().join(format!("{version}/migrate_ext--{version}.sql")))
                .expect("a script"),
        );
    }
    for script in scripts {
        let asked = symbols(&script);
        assert!(asked.len() > 80, "{asked:?}");
        let missing: Vec<&String> = asked.iter().filter(|name| !exported.contains(*name)).collect();
        assert!(missing.is_empty(), "the library has no longer: {missing:?}");
    }
    // Those that enter a worker are named by the library that starts it, which may be an older one.
    for entry in [
        "migrate_ext_job_main",
        "migrate_ext_backfill_main",
        "migrate_ext_teller_main",
        "migrate_ext_recorder_main",
    ] {
        assert!(exported.contains(entry), "{entry}");
    }
}

fn exported(tree: &Tree) -> BTreeSet<String> {
    let file = env::temp_dir().join(format!("migrate_ext_symbols.{}.so", std::process::id()));
    fs::write(&file, tree.library()).expect("a file");
    let output =
        Command::new("nm").args(["-D", "--defined-only"]).arg(&file).output().expect("nm, of binutils");
    let _ = fs::remove_file(&file);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().filter_map(|line| line.split(' ').nth(2)).map(str::to_string).collect()
}

/// From each released version, with the states that it has left, to this one.
#[test]
fn every_released_version_is_updated() {
    let earlier = earlier();
    if earlier.is_empty() {
        return;
    }
    let tree = Tree::copy();
    for version in &earlier {
        let name = format!("migrate_ext--{version}.sql");
        tree.put_script(&name, &fs::read_to_string(folder().join(version).join(&name)).expect("a script"));
    }
    let cluster: Cluster = tree.start(&[]);
    for version in &earlier {
        let db = Db::bare(&cluster, "TEMPLATE template0");
        db.session().exec(&format!("CREATE EXTENSION migrate_ext VERSION '{version}'"));
        let dump = folder().join(version).join("state.sql");
        let path = dump.to_str().expect("UTF-8");
        let restored =
            db.server().run("psql", &["-d", db.name(), "-Xq", "-v", "ON_ERROR_STOP=1", "-f", path]);
        assert!(restored.status.success(), "{version}: {}", String::from_utf8_lossy(&restored.stderr));
        let before = state::records_of_tables(&mut db.session());
        db.session().exec(super::UPDATE);
        assert_eq!(db.session().one(VERSION), env!("CARGO_PKG_VERSION"));
        let fresh = db.beside("");
        fresh.session().exec("CREATE EXTENSION migrate_ext");
        catalog::assert_same(&catalog::describe(&mut db.session()), &catalog::describe(&mut fresh.session()));
        drop(fresh);
        state::assert_goes_on(&db, &before);
    }
}
