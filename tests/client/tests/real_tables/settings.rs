//! Who asks and who writes: roles, and the settings that their sessions have.

use migrate_client_tests::{Db, Session};

use crate::stress::script::Rng;

/// A session's role and settings.
#[derive(Debug, Clone)]
pub struct Who {
    /// The role.
    pub role: String,
    /// What is run first.
    pub settings: String,
    /// The schemas in its search path.
    pub path: &'static [&'static str],
}

const PATHS: [(&str, &[&str]); 6] = [
    ("\"$user\", public", &["public"]),
    ("shop, public", &["shop", "public"]),
    ("public, shop", &["public", "shop"]),
    ("trap, shop, public", &["trap", "shop", "public"]),
    ("shop", &["shop"]),
    ("\"Odd Shop\", shop, public", &["shop", "public"]),
];

const DATES: [&str; 6] =
    ["ISO, MDY", "SQL, DMY", "German, DMY", "Postgres, MDY", "ISO, YMD", "Postgres, DMY"];
const ZONES: [&str; 4] = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];
const INTERVALS: [&str; 4] = ["postgres", "sql_standard", "iso_8601", "postgres_verbose"];
const OTHERS: [&str; 6] = [
    "",
    "SET quote_all_identifiers = on;",
    "SET extra_float_digits = 0; SET bytea_output = escape;",
    "SET bytea_output = escape;",
    "SET xmloption = document; SET array_nulls = on;",
    "SET default_text_search_config = 'pg_catalog.german';",
];

impl Who {
    /// A session of a role, as random as can be.
    pub fn random(rng: &mut Rng, role: &str) -> Who {
        let (path, schemas) = rng.pick(&PATHS);
        Who {
            role: role.into(),
            settings: format!(
                "SET datestyle = '{}'; SET timezone = '{}'; SET intervalstyle = '{}'; SET search_path = {path}; {}",
                rng.pick(&DATES),
                rng.pick(&ZONES),
                rng.pick(&INTERVALS),
                rng.pick(&OTHERS),
            ),
            path: schemas,
        }
    }

    /// A session of theirs, with an end to its patience.
    pub fn session(&self, db: &Db) -> Session {
        let mut session = db.session_as(&self.role);
        session.exec(&format!("SET statement_timeout = '60s'; {}", self.settings));
        session
    }
}

/// An identifier, always quoted.
pub fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
