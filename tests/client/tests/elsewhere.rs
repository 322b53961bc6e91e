//! A server whose own folders nobody may write to: the extension lies in folders of its own, as in an image volume.
//!
//! `share/extension/` has the control file and the SQL, `lib/` the library; PostgreSQL 18 finds them by
//! `extension_control_path` and `dynamic_library_path`. The server's own folders are in neither path here, so nothing
//! can come from there; PL/pgSQL, which everybody has, is looked for in that path, too, and gets a copy.
//!
//! Not here: an orchestrator that mounts such an image (docs/hosting.md).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, process};

use migrate_client_tests::{Cluster, Db, Server, is_since};

use crate::common::{INDEXES, STATUS, create, tables};

/// The folders, readable by the server and by nobody to be written; removed when dropped.
struct Image(PathBuf);

impl Image {
    fn copied_from(server: &Server) -> Image {
        let folder = env::temp_dir().join(format!("migrate_ext_image_{}", process::id()));
        for name in ["share/extension", "lib"] {
            fs::create_dir_all(folder.join(name)).expect("a folder");
        }
        let of_server = |what: &str| {
            let output = Command::new(server.program("pg_config")).arg(what).output().expect("pg_config");
            PathBuf::from(String::from_utf8(output.stdout).expect("UTF-8").trim())
        };
        let copy = |from: &Path, to: &str| {
            let name = from.file_name().expect("a file");
            fs::copy(from, folder.join(to).join(name))
                .unwrap_or_else(|error| panic!("{}: {error}", from.display()));
        };
        for library in ["migrate_ext.so", "plpgsql.so"] {
            copy(&of_server("--pkglibdir").join(library), "lib");
        }
        let installed = fs::read_dir(of_server("--sharedir").join("extension")).expect("the folder");
        for file in installed.map(|entry| entry.expect("an entry").path()) {
            if file.file_name().expect("a name").to_string_lossy().starts_with("migrate_ext") {
                copy(&file, "share/extension");
            }
        }
        let mode = Command::new("chmod").args(["-R", "a=rX"]).arg(&folder).status().expect("chmod");
        assert!(mode.success());
        Image(folder)
    }

    /// What an orchestrator that has mounted it sets.
    fn settings(&self) -> [String; 2] {
        let folder = self.0.display();
        [format!("extension_control_path={folder}/share"), format!("dynamic_library_path={folder}/lib")]
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        let _ = Command::new("chmod").args(["-R", "u+w"]).arg(&self.0).status();
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn everything_works_from_folders_of_its_own() {
    let shared = Server::shared();
    // extension_control_path is new in it.
    if !is_since(&shared, 18) {
        return;
    }
    let image = Image::copied_from(&shared);
    let [control, library] = image.settings();
    let cluster = Cluster::start(&[&control, &library]);
    let db = Db::on(&cluster);
    let mut session = db.session();
    // What comes from the server's own folders is not found.
    assert_eq!(session.expect_error("CREATE EXTENSION citext").sqlstate, "0A000");

    tables(&mut session);
    create(
        &mut session,
        1,
        "ALTER TABLE t ADD COLUMN x int; CREATE INDEX CONCURRENTLY i1 ON t (n)",
        "SELECT 1",
    );
    session.exec("CALL migrate.up()"); // in a worker, which loads the library by its name
    assert_eq!(session.query_text(STATUS), ["1|applied"]);
    assert_eq!(session.query_text(INDEXES), ["i1|t"]);
    let loaded = format!("{}/lib/migrate_ext.so", image.0.display());
    assert_eq!(
        session.query_text(
            "SELECT module_name, version = (SELECT extversion FROM pg_extension WHERE extname = 'migrate_ext')
             FROM pg_get_loaded_modules() WHERE file_name = 'migrate_ext.so'"
        ),
        ["migrate_ext|t"]
    );
    let maps = fs::read_to_string(format!("/proc/{}/maps", session.pid())).expect("its maps");
    assert!(maps.contains(&loaded), "{loaded}");
    assert_eq!(
        session.one("SELECT installed_version = default_version FROM pg_available_extensions WHERE name = 'migrate_ext'"),
        "t"
    );

    // A job that was left is found again after a restart, and with the library preloaded.
    cluster.configure(&[&control, &library, "shared_preload_libraries=migrate_ext"]);
    let mut session = db.session();
    session.exec("SET migrate.small_table = 0");
    let job = session.one("SELECT max(job) FROM migrate.safe_create_index('t', ARRAY['x'])");
    session.exec(&format!("CALL migrate.wait({job})"));
    assert_eq!(session.one(&format!("SELECT status FROM migrate.jobs WHERE id = {job}")), "done");
}

/// Nothing that is installed names the place of the library: what a dump has of the extension is its name alone, and the
/// functions name the library without a folder.
#[test]
fn no_function_names_a_folder() {
    let db = Db::fresh();
    assert_eq!(
        db.session().query_text("SELECT DISTINCT probin FROM pg_proc WHERE probin LIKE '%migrate_ext%'"),
        ["migrate_ext"]
    );
}
