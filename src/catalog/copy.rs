//! The one way to ask the server what a definition means: it is made on an empty copy of the table, and all of it is
//! taken back.
//!
//! The copy is a table of the same name in a schema of its own, spelled out from the catalog, so that the table itself
//! is neither locked nor waited for. Definitions are tried on it as the table's owner, in a
//! security-restricted operation, as the server evaluates an index's expression: whatever code they call has no more
//! rights than that. A caller who is the owner runs his own code as himself.
//!
//! The copy is not a temporary table: the server makes none in a security-restricted operation, and a transaction that
//! used one could not be prepared. Columns alone are made as the extension's owner: they evaluate nothing, and the
//! table's owner may have lost the use of their types.
//!
//! No event trigger is told of what is done to it (`toplevel::run_as_part`): a guard against rewrites or new tables is
//! about tables that stay, and where the copy is rewritten the answer is that the table would be.
//!
//! Where only the columns matter ([`with_columns`]), the copy is partitioned by one of them, if it can be: so it has no
//! files. Those of indexes and of TOAST tables would cost a write to the disk each.

use std::cell::RefCell;

use migrate_core::error::{Error, Result, TableError};
use migrate_core::facts::Table;
use migrate_core::failure::Failure;
use pgrx::pg_sys::Oid;

use super::scope::{as_asked, pinned};
use crate::postgres::identity::{as_owner, as_restricted, current_role, may_stoop_to};
use crate::postgres::quoting::identifier;
use crate::postgres::{names, settings, spi, subtransaction, toplevel, worker};

/// What is copied.
#[derive(Clone, Copy)]
pub struct Original<'a> {
    /// Its oid.
    pub oid: Oid,
    /// Its name alone.
    pub name: &'a str,
    /// Its name for people.
    pub display: &'a str,
}

impl<'a> From<&'a Table> for Original<'a> {
    fn from(table: &'a Table) -> Self {
        Original { oid: Oid::from(table.oid), name: &table.name, display: &table.display }
    }
}

/// Who tries a definition out: the owner of the table, where that is somebody else than the current role.
struct Owner {
    oid: Oid,
    name: String,
    /// Whether he is acted as.
    is_other: bool,
    /// What the caller's search path means to the caller.
    path: String,
    /// Whether the owner may use every schema of that.
    sees_the_same: bool,
}

/// SQLSTATEs of what is not found by its name, as also what lies in a schema that may not be used.
const NOT_FOUND: [&str; 5] = ["3F000", "42883", "42704", "42P01", "42846"];

impl Owner {
    fn of(table: Original) -> Result<Owner> {
        let sql = "
SELECT c.relowner, pg_catalog.pg_get_userbyid(c.relowner)::pg_catalog.text,
       (SELECT coalesce(pg_catalog.string_agg(pg_catalog.quote_ident(s.name), ', ' ORDER BY s.place), '\"\"')
        FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY s (name, place)),
       (SELECT coalesce(pg_catalog.bool_and(pg_catalog.has_schema_privilege(c.relowner, s.name, 'USAGE')), true)
        FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) s (name))
FROM pg_catalog.pg_class c WHERE c.oid OPERATOR(pg_catalog.=) $1";
        let current = current_role().0;
        let read = |row: spi::Row| Owner {
            oid: row.must(1),
            name: row.must(2),
            is_other: row.must::<Oid>(1) != current && may_stoop_to(row.must(1)),
            path: row.must(3),
            sees_the_same: row.must(4),
        };
        let owner = as_asked(|| spi::row(sql, &[table.oid.into()], read));
        owner.ok_or_else(|| TableError::none(table.display).into())
    }

    fn run<R>(&self, work: impl FnOnce() -> R) -> R {
        if !self.is_other {
            return work();
        }
        as_restricted(self.oid, || {
            settings::scoped(|| {
                // "$user" is somebody else now.
                let path = std::ffi::CString::new(self.path.as_str()).unwrap_or_default();
                settings::set_local(c"search_path", &path);
                work()
            })
        })
    }

    /// What the owner could not do says nothing of what the caller can.
    fn explain(&self, table: Original, failure: Failure) -> Error {
        let code = failure.sqlstate.as_str();
        let is_hidden = !self.sees_the_same && NOT_FOUND.contains(&code);
        if self.is_other && (code == "42501" || is_hidden) {
            let (table, owner, said) = (table.display.to_string(), self.name.clone(), failure.message);
            return TableError::OutOfReach { table, owner, said }.into();
        }
        Error::Server(failure)
    }
}

/// An empty copy of a table.
pub struct Copy {
    owner: Owner,
    /// Whose it is.
    of: String,
    schema: String,
    name: String,
    /// Schema and name, quoted.
    sql: String,
    /// Names that are taken in its schema.
    taken: RefCell<Vec<String>>,
}

/// Makes an empty copy of a table, for as long as `work` lasts. `behind` is put behind its columns: `PARTITION BY …`.
///
/// # Errors
///
/// What the server says; [`TableError::OutOfReach`] where it says of the owner what may not be so of the caller.
pub fn with_copy<'a, R>(
    table: impl Into<Original<'a>>,
    behind: &str,
    work: impl FnOnce(&Copy) -> Option<R>,
) -> Result<Option<R>> {
    with(table.into(), behind, !behind.is_empty(), work)
}

/// The same where nothing is asked but what the columns mean: it has no files, where the server can do with none. Those
/// of indexes, which a long value's table has, too, it writes through to the disk as it makes them.
///
/// # Errors
///
/// As [`with_copy`].
pub fn with_columns<'a, R>(
    table: impl Into<Original<'a>>,
    work: impl Fn(&Copy) -> Option<R>,
) -> Result<Option<R>> {
    let table = table.into();
    if let Some(key) = any_key(table.oid) {
        match with(table, &format!("PARTITION BY LIST ({key})"), false, &work) {
            // A partitioned table cannot have every key and constraint.
            Err(Error::Server(failure)) if ["0A000", "42P16"].contains(&failure.sqlstate.as_str()) => {}
            other => return other,
        }
    }
    with(table, "", false, work)
}

/// Whether a query that names no table has a row. Asked as the owner of one, whose definitions it has in it.
///
/// # Errors
///
/// As [`with_copy`].
pub fn has_row<'a>(table: impl Into<Original<'a>>, sql: &str) -> Result<bool> {
    let table = table.into();
    let owner = Owner::of(table)?;
    let sql = format!("SELECT EXISTS ({sql})");
    let mut has_row = None;
    let attempt = subtransaction::attempt(|| {
        has_row = owner.run(|| spi::with_snapshot(|| spi::user_row(&sql, &[], |row| row.must::<bool>(1))));
        None::<()>
    });
    attempt.map_err(|failure| owner.explain(table, failure))?;
    Ok(has_row.unwrap_or_default())
}

/// A column of a type by which a table can be partitioned.
fn any_key(table: Oid) -> Option<String> {
    let sql = "
SELECT pg_catalog.quote_ident(a.attname) FROM pg_catalog.pg_attribute a
WHERE a.attrelid OPERATOR(pg_catalog.=) $1 AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
  AND a.attgenerated OPERATOR(pg_catalog.<>) 'v'
  AND a.atttypid OPERATOR(pg_catalog.=) ANY ('{int2,int4,int8,bool,date,timestamp,timestamptz,uuid,numeric,text,varchar}'::pg_catalog.regtype[]::pg_catalog.oid[])
ORDER BY a.attnum LIMIT 1";
    spi::row(sql, &[table.into()], |row| row.must(1))
}

/// `by_owner`: whether what is behind its columns calls code of the owner's.
fn with<R>(
    table: Original,
    behind: &str,
    by_owner: bool,
    work: impl FnOnce(&Copy) -> Option<R>,
) -> Result<Option<R>> {
    let owner = Owner::of(table)?;
    let mut value = None;
    let mut kept = None;
    let attempt = subtransaction::attempt(|| {
        settings::scoped(|| {
            plain_tables();
            let copy = kept.insert(Copy::new(owner, table));
            copy.make(table, behind, by_owner);
            value = work(copy);
        });
        None::<()>
    });
    match (attempt, kept) {
        (Ok(_), _) => Ok(value),
        (Err(failure), Some(copy)) => Err(copy.owner.explain(table, failure)),
        (Err(failure), None) => Err(Error::Server(failure)),
    }
}

/// A session may have its own tables made elsewhere, or otherwise. And a schema is nothing that Citus is to make on its
/// other nodes.
pub fn plain_tables() {
    settings::set_local(c"default_tablespace", c"");
    settings::set_local(c"default_table_access_method", c"heap");
    for name in [c"citus.enable_ddl_propagation", c"citus.enable_schema_based_sharding"] {
        if settings::is_defined(name) {
            settings::set_local(name, c"off");
        }
    }
}

impl Copy {
    fn new(owner: Owner, table: Original) -> Copy {
        let schema = free_schema();
        let quoted = identifier(&schema);
        let sql = format!("{quoted}.{}", identifier(table.name));
        let taken = RefCell::new(vec![table.name.to_string()]);
        // As the extension's owner, who may: the owner of the table may have no right to make any.
        let of = if owner.is_other { owner.name.clone() } else { current_role().1 };
        let authorization = identifier(&of);
        as_owner(|| toplevel::run_as_part(&format!("CREATE SCHEMA {quoted} AUTHORIZATION {authorization}")));
        Copy { owner, of, schema, name: table.name.to_string(), sql, taken }
    }

    fn make(&self, table: Original, behind: &str, by_owner: bool) {
        let (columns, dropped) = columns(table.oid);
        let create = format!("CREATE TABLE {} ({columns}) {behind}", self.sql);
        if by_owner {
            self.run_pinned(&create);
        } else {
            // The types are there: that the table has them is no use of them that the owner would have to be granted. As
            // the extension's owner, since columns alone evaluate nothing.
            let of = identifier(&self.of);
            as_owner(|| {
                toplevel::run_as_part(&create);
                toplevel::run_as_part(&format!("ALTER TABLE {} OWNER TO {of}", self.sql));
            });
        }
        if let Some(dropped) = dropped {
            self.run_pinned(&format!("ALTER TABLE {} {dropped}", self.sql));
        }
    }

    /// Makes an empty copy of the columns of another table beside it; its name, as SQL takes it.
    pub fn another(&self, table: Original) -> String {
        let name = self.beside(table.name);
        let (columns, dropped) = columns(table.oid);
        let of = identifier(&self.of);
        as_owner(|| {
            toplevel::run_as_part(&format!("CREATE TABLE {name} ({columns})"));
            toplevel::run_as_part(&format!("ALTER TABLE {name} OWNER TO {of}"));
        });
        if let Some(dropped) = dropped {
            self.run_pinned(&format!("ALTER TABLE {name} {dropped}"));
        }
        name
    }

    /// Its name, as SQL takes it.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// A name for another table beside it: its own, since errors show it, unless there is one of that name.
    pub fn beside(&self, name: &str) -> String {
        let mut taken = self.taken.borrow_mut();
        let mut own = name.to_string();
        for number in 1.. {
            if !taken.contains(&own) {
                break;
            }
            own = migrate_core::name::object_name(&[name], &number.to_string());
        }
        taken.push(own.clone());
        format!("{}.{}", identifier(&self.schema), identifier(&own))
    }

    /// Runs a statement on it, in which names and values mean what they mean to who asked.
    pub fn run(&self, sql: &str) {
        // No event trigger is told of an UPDATE.
        let run = || match sql.starts_with("UPDATE ") {
            true => {
                toplevel::run_in_caller(sql);
            }
            false => toplevel::run_as_part(sql),
        };
        as_asked(|| self.owner.run(run));
    }

    /// The same of one that the server wrote under [`pinned`].
    pub fn run_pinned(&self, sql: &str) {
        self.owner.run(|| pinned(|| toplevel::run_as_part(sql)));
    }

    /// Its oid.
    pub fn oid(&self) -> Oid {
        names::relation(&self.schema, &self.name).unwrap_or(pgrx::pg_sys::InvalidOid)
    }
}

/// A name that no schema has. Nobody sees it but this session, which cannot be twice.
pub fn free_schema() -> String {
    let name = |number: u32| format!("~migrate_look_{}_{number}", worker::own_pid());
    (0..).map(name).find(|name| !names::is_schema(name)).unwrap_or_default()
}

/// The columns of a table with type, collation and NOT NULL, and nothing that would be evaluated; and what drops those
/// that stand for dropped ones, so that each has the number that it has in the table.
fn columns(table: Oid) -> (String, Option<String>) {
    let sql = "
SELECT string_agg(CASE WHEN a.attisdropped THEN format('%I int4', d.name)
                  ELSE format('%I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                              (SELECT format(' COLLATE %I.%I', n.nspname, l.collname)
                               FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
                               WHERE l.oid = a.attcollation
                                 AND a.attcollation <> (SELECT y.typcollation FROM pg_type y WHERE y.oid = a.atttypid)),
                              CASE WHEN a.attnotnull THEN ' NOT NULL' END) END
                  -- What the server refuses on a virtual column it is to refuse here.
                  || CASE WHEN a.attgenerated = 'v' THEN format(' GENERATED ALWAYS AS (CAST(NULL AS %s)) VIRTUAL',
                                                                format_type(a.atttypid, a.atttypmod)) ELSE '' END,
                  ', ' ORDER BY a.attnum),
       string_agg(format('DROP COLUMN %I', d.name), ', ') FILTER (WHERE a.attisdropped)
FROM pg_attribute a CROSS JOIN LATERAL (SELECT format('~dropped %s', a.attnum) AS name) d
WHERE a.attrelid = $1 AND a.attnum > 0";
    let columns = |row: spi::Row| (row.get::<String>(1).unwrap_or_default(), row.get::<String>(2));
    as_owner(|| pinned(|| spi::row(sql, &[table.into()], columns))).unwrap_or_default()
}
