//! The databases of a case: what all begin from, the twin, and those in which operations are at work.

use std::fs;

use migrate_client_tests::Db;

use super::picture::Looker;
use super::settings::literal;

/// What all databases of a run begin from, and its roles.
pub struct Home {
    /// A database with extensions, types and functions, and no table.
    pub db: Db,
    /// Owns the tables, and may call operations.
    pub owner: String,
    /// Writes.
    pub writer: String,
}

/// A database of a case, and a session that looks.
pub struct Side {
    /// The session; it must go before its database.
    pub looker: Looker,
    /// The database.
    pub db: Db,
}

/// The schemas that count.
pub const SCHEMAS: [&str; 4] = ["shop", "Odd Shop", "public", "trap"];

impl Home {
    /// Makes it.
    pub fn new() -> Home {
        let db = Db::fresh();
        let (owner, writer) = (db.role("LOGIN"), db.role("LOGIN"));
        let mut session = db.session();
        session.exec(&format!(
            "CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE EXTENSION postgres_fdw;
             GRANT USAGE ON SCHEMA migrate TO {owner}; GRANT EXECUTE ON ALL ROUTINES IN SCHEMA migrate TO {owner};
             CREATE SCHEMA shop AUTHORIZATION {owner}; CREATE SCHEMA \"Odd Shop\" AUTHORIZATION {owner};
             CREATE SCHEMA trap; CREATE SCHEMA far AUTHORIZATION {owner};
             GRANT USAGE ON SCHEMA shop, trap, \"Odd Shop\" TO PUBLIC;
             SET check_function_bodies = off; SET ROLE {owner};
             CREATE TYPE shop.mood AS ENUM ('sad', 'ok', 'happy', 'unheard');
             CREATE TYPE shop.addr AS (street text, unit text);
             CREATE DOMAIN shop.amount AS integer CHECK (VALUE >= 0);
             CREATE DOMAIN shop.status AS text DEFAULT 'new';
             CREATE TABLE shop.kinds (id integer PRIMARY KEY);
             INSERT INTO shop.kinds SELECT generate_series(1, 1000);
             CREATE TABLE shop.notes (what text, name text, id integer);
             GRANT INSERT ON shop.notes TO PUBLIC;
             CREATE FUNCTION shop.tidy(text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT pg_catalog.lower($1) $$;
             CREATE FUNCTION shop.stamp() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN NEW.stamp := TG_ARGV[0] || ' ' || TG_ARGV[1]; RETURN NEW; END $$;
             CREATE FUNCTION shop.noted() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN INSERT INTO shop.notes VALUES (TG_OP, TG_ARGV[0], coalesce(NEW.id, OLD.id)); RETURN NULL; END $$;
             CREATE FUNCTION shop.nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
             CREATE FUNCTION shop.keep_old() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
                 $$ BEGIN EXECUTE 'INSERT INTO ' || TG_ARGV[0] || ' SELECT ($1).*' USING OLD; RETURN NULL; END $$;
             CREATE FUNCTION shop.needs() RETURNS trigger LANGUAGE plpgsql AS
                 $$ BEGIN
                     IF NOT pg_catalog.to_jsonb(NEW) ? TG_ARGV[0] THEN RAISE EXCEPTION 'no column %', TG_ARGV[0]; END IF;
                     RETURN NEW;
                 END $$;
             RESET ROLE;
             CREATE FUNCTION trap.tidy(text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT pg_catalog.upper($1) $$"
        ));
        Home { db, owner, writer }
    }

    /// A database that begins from it, after this script.
    pub fn side(&self, script: &str) -> Result<Side, String> {
        let db = self.db.beside(&format!("TEMPLATE {}", self.db.name()));
        let mut session = db.session();
        session.exec(&format!(
            "DO $$ BEGIN EXECUTE format('CREATE SERVER loop FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L)',
                                         {host}, '{port}', current_database()); END $$;
             CREATE USER MAPPING FOR PUBLIC SERVER loop OPTIONS (user {user}, password_required 'false');
             GRANT USAGE ON FOREIGN SERVER loop TO {owner}",
            host = literal(db.server().host()),
            port = db.server().port(),
            user = literal(db.server().user()),
            owner = self.owner
        ));
        session.try_query(script).map_err(|error| format!("the script: {error:?}"))?;
        Ok(Side { looker: Looker::new(&db), db })
    }

    /// What pg_dump keeps of one, in a database in which other tables were before.
    pub fn copy(&self, of: &Side, in_one: bool) -> Result<Side, String> {
        let path = std::env::temp_dir().join(format!("{}.real_tables", of.db.name()));
        let file = path.to_str().expect("UTF-8").to_string();
        let format = if in_one { "-Fc" } else { "-Fp" };
        let run = |program: &str, args: &[&str]| {
            let output = of.db.server().run(program, args);
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            if output.status.success() { Ok(()) } else { Err(format!("{program} {args:?}: {errors}")) }
        };
        run("pg_dump", &["-d", of.db.name(), format, "-f", &file])?;
        let db = self.db.beside("TEMPLATE template0");
        db.session().exec(
            "CREATE SCHEMA decoy; CREATE TABLE decoy.t (id integer PRIMARY KEY, a text, b text);
             INSERT INTO decoy.t VALUES (1, 'a', 'b'); CREATE TABLE decoy.x (id integer)",
        );
        let restored = if in_one {
            run("pg_restore", &["-d", db.name(), "-1", &file])
        } else {
            run("psql", &["-d", db.name(), "-Xq", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", &file])
        };
        let _ = fs::remove_file(&path);
        restored?;
        db.session().exec(&format!("ALTER SERVER loop OPTIONS (SET dbname '{}')", db.name()));
        Ok(Side { looker: Looker::new(&db), db })
    }
}
