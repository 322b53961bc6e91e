//! A copy of the server's programs and files, with a library and scripts of the extension of its own: for tests that
//! replace them, as a package does, while sessions are there.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::Cluster;
use crate::server::bindir;

/// The name of the extension whose files are its own.
const EXTENSION: &str = "migrate_ext";

/// The copy; removed when dropped. PostgreSQL finds its files by where its programs stand.
pub struct Tree {
    root: PathBuf,
    bindir: PathBuf,
    libdir: PathBuf,
    scripts: PathBuf,
}

impl Tree {
    /// Copies the server that the tests run with.
    pub fn copy() -> Tree {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let root = PathBuf::from(format!("/tmp/migrate_ext_tree.{}.{number}", process::id()));
        let place = |option: &str| PathBuf::from(config(option));
        let (bindir, libdir, share) = (place("--bindir"), place("--pkglibdir"), place("--sharedir"));
        let common = common(&bindir, &common(&libdir, &share));
        let within = |path: &Path| root.join(path.strip_prefix(&common).expect("a path below"));
        let tree = Tree {
            bindir: within(&bindir),
            libdir: within(&libdir),
            scripts: within(&share).join("extension"),
            root: root.clone(),
        };
        fs::create_dir_all(tree.bindir.parent().expect("a folder")).expect("folders");
        // Programs look where they stand, through links, too: these are copies.
        let copied = Command::new("cp").arg("-RL").args([&bindir, &tree.bindir]).status().expect("cp");
        assert!(copied.success(), "cp {bindir:?}");
        links(&libdir, &tree.libdir);
        links(&share, &within(&share));
        fs::remove_file(&tree.scripts).expect("a link");
        links(&share.join("extension"), &tree.scripts);
        tree
    }

    /// Starts a cluster of it.
    pub fn start(&self, settings: &[&str]) -> Cluster {
        let config = self.bindir.join("pg_config");
        Cluster::start_within(&[("PG_CONFIG", config.to_str().expect("UTF-8"))], settings)
    }

    /// The library.
    pub fn library(&self) -> Vec<u8> {
        fs::read(self.libdir.join(format!("{EXTENSION}.so"))).expect("the library")
    }

    /// Replaces the library, as a package does: who has loaded it keeps what he has.
    pub fn replace_library(&self, content: &[u8]) {
        put(&self.libdir, &format!("{EXTENSION}.so"), content);
    }

    /// One of the extension's scripts, or its control file.
    pub fn script(&self, name: &str) -> String {
        fs::read_to_string(self.scripts.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Puts a script, or the control file, there.
    pub fn put_script(&self, name: &str, content: &str) {
        put(&self.scripts, name, content.as_bytes());
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn config(option: &str) -> String {
    let output = Command::new(bindir().join("pg_config")).arg(option).output().expect("pg_config");
    String::from_utf8(output.stdout).expect("UTF-8").trim().into()
}

/// The folders that two paths have in common.
fn common(a: &Path, b: &Path) -> PathBuf {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

/// A folder of links to what is in another; the extension's own files are copied.
fn links(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{from:?}: {error}")) {
        let entry = entry.expect("an entry");
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name().to_string_lossy().starts_with(EXTENSION) {
            fs::copy(&source, &target).expect("a copy");
        } else if !target.exists() {
            symlink(&source, &target).expect("a link");
        }
    }
}

/// A file that is never half there.
fn put(folder: &Path, name: &str, content: &[u8]) {
    let (temporary, target) = (folder.join(format!(".{name}.new")), folder.join(name));
    fs::write(&temporary, content).expect("a file");
    fs::set_permissions(&temporary, fs::Permissions::from_mode(0o755)).expect("permissions");
    fs::rename(&temporary, &target).expect("a name");
}
