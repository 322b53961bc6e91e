//! The version behind this one, made up from its files: another signature, a new function, a new column, a view with a
//! column in the middle, a new table. The library differs by its version alone; what the new signatures call is there.

use migrate_client_tests::Tree;

/// The files of the next version.
pub struct Next {
    /// This version.
    pub before: String,
    /// The one behind it.
    pub version: String,
    library: Vec<u8>,
    control: String,
    install: String,
    update: String,
}

/// What the next version has and this one has not. CREATE EXTENSION runs it before the comments and grants at the end.
const NEW: &str = "
DROP FUNCTION migrate.table_exists(text);
CREATE FUNCTION migrate.\"table_exists\"(\"table_name\" text, \"valid_only\" bool DEFAULT true) RETURNS bool
LANGUAGE c AS 'MODULE_PATHNAME', 'index_exists_wrapper';
CREATE FUNCTION migrate.second_opinion(\"sql\" text) RETURNS text STABLE
LANGUAGE c AS 'MODULE_PATHNAME', 'template_wrapper';
COMMENT ON FUNCTION migrate.second_opinion IS 'made up';

ALTER TABLE migrate.jobs ADD COLUMN shelf text NOT NULL DEFAULT 'none';
COMMENT ON COLUMN migrate.jobs.shelf IS 'made up';

DROP VIEW migrate.index_usage;
CREATE VIEW migrate.index_usage AS
SELECT s.schemaname::pg_catalog.text AS schema, 'made up'::pg_catalog.text AS shelf, s.relname::pg_catalog.text AS table_name
FROM pg_catalog.pg_stat_user_indexes s;
COMMENT ON VIEW migrate.index_usage IS 'made up';

CREATE TABLE migrate.shelves (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label text CHECK (label <> ''));
COMMENT ON TABLE migrate.shelves IS 'made up';
CREATE TRIGGER keep_own_rows BEFORE INSERT OR UPDATE OR DELETE ON migrate.shelves
    FOR EACH ROW EXECUTE FUNCTION migrate.keep_own_rows();
ALTER TABLE migrate.shelves ENABLE REPLICA TRIGGER keep_own_rows;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON migrate.shelves FOR EACH STATEMENT EXECUTE FUNCTION migrate.keep_own_rows();
SELECT pg_catalog.pg_extension_config_dump('migrate.shelves', '');
SELECT pg_catalog.pg_extension_config_dump('migrate.shelves_id_seq', '');
";

/// Where the comments and grants at the end begin.
const END: &str = "-- What must come last: it speaks of everything that the extension has made.";

impl Next {
    /// Makes it up from the files in a tree.
    pub fn make_up(tree: &Tree) -> Next {
        let before = env!("CARGO_PKG_VERSION").to_string();
        let (rest, patch) = before.rsplit_once('.').expect("three numbers");
        let version = format!("{rest}.{}", patch.parse::<u32>().expect("a number") + 1);
        let install = tree.script(&format!("migrate_ext--{before}.sql"));
        let (first, last) = install.split_once(END).expect("the end of the script");
        // The function has another signature by then, and its comment's example is of the old one.
        let comment = comment(last, "COMMENT ON FUNCTION migrate.table_exists ");
        let part = |text: &str| text.replace("@TO@", &version);
        Next {
            library: stamped(tree.library(), &version),
            control: tree.script("migrate_ext.control").replace(&before, &version),
            install: format!("{first}{NEW}{END}{last}"),
            update: format!(
                "{}\n{NEW}\n{comment}\n{}",
                part(include_str!("../../../../sql/update/begin.sql")),
                part(include_str!("../../../../sql/update/end.sql"))
            ),
            before,
            version,
        }
    }

    /// Puts its files there; sessions keep the library that they have.
    pub fn put(&self, tree: &Tree) {
        let Next { before, version, .. } = self;
        tree.put_script(&format!("migrate_ext--{version}.sql"), &self.install);
        tree.put_script(&format!("migrate_ext--{before}--{version}.sql"), &self.update);
        tree.put_script("migrate_ext.control", &self.control);
        tree.replace_library(&self.library);
    }
}

/// A comment of the script, whole.
fn comment(script: &str, begin: &str) -> String {
    let from = script.find(begin).unwrap_or_else(|| panic!("{begin}"));
    let length = script[from..].find("';\n").expect("its end") + 2;
    script[from..from + length].into()
}

/// The library with another version in its stamp.
fn stamped(mut library: Vec<u8>, version: &str) -> Vec<u8> {
    const STAMP: &[u8] = b"migrate_ext library ";
    let places: Vec<usize> =
        library.windows(STAMP.len()).enumerate().filter(|(_, at)| *at == STAMP).map(|(at, _)| at).collect();
    let [at] = places.as_slice() else { panic!("{} stamps", places.len()) };
    let from = at + STAMP.len();
    let length = library[from..].iter().position(|byte| *byte == b';').expect("its end");
    assert!(version.len() <= length, "{version} has no room");
    library[from..from + length].copy_from_slice(format!("{version:<length$}").as_bytes());
    library
}
