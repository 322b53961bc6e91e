//! Empty clones of the tables that a script names, on which its statements are tried one after the other.
//!
//! The clones are in private schemas, one for each schema that is named, made in a subtransaction that is rolled back
//! whatever happens. A clone has the original's name. A statement's names are led to the clones before the server
//! analyses it; what it makes is made beside them, for the statements behind it. No original is locked but in ACCESS
//! SHARE, and none is waited for.
//!
//! What a table's owner wrote is tried as that owner, in a security-restricted operation (see `catalog::copy`), and so
//! is a statement about his table. What would reach outside of the clones is not run: rows are not read or written,
//! queries and code blocks are not run, other objects are not touched.
//!
//! The locks that making a clone takes are let go of. So what the session holds behind a statement is what the statement
//! has taken: on the clones, as it would on the originals.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ffi::CString;
use std::time::Duration;

use migrate_core::failure::Failure;
use migrate_core::lock::Mode;
use migrate_core::relation::Relation;
use pgrx::pg_sys::Oid;

pub use super::seen::{Seen, Touched};
use crate::catalog::clone::{self, Original, is_system};
use crate::catalog::name::displayed;

use super::seen::State;
use crate::catalog::copy::{free_schema, plain_tables};
use crate::catalog::scope::pinned;
use crate::postgres::identity::{as_owner, as_restricted, current_role, may_stoop_to, name_of};
use crate::postgres::parser::trial::{self, Lead, Name};
use crate::postgres::quoting::identifier;
use crate::postgres::{lock, names as catalog_names, settings, subtransaction, toplevel};

/// How long a lock is waited for that should be free.
const PATIENCE: Duration = Duration::from_millis(100);

/// What came of a statement.
#[derive(Debug, Clone)]
pub enum Trial {
    /// It did this.
    Seen(Seen),
    /// It was not run; why, in words.
    Read(String),
    /// The server refused it.
    Failed(Failure),
}

/// Clones, while they are there.
pub struct Clones {
    /// Each schema with that of its clones.
    pub(super) schemas: RefCell<Vec<(String, String)>>,
    /// The originals that have clones.
    pub(super) cloned: RefCell<Vec<Original>>,
    /// Why others have none, by schema and name.
    pub(super) refused: RefCell<HashMap<(String, String), String>>,
    /// The schemas that the session searches, in order.
    pub(super) searched: RefCell<Vec<String>>,
    /// Who may make something beside the clones.
    owners: RefCell<Vec<Oid>>,
    /// The original of each clone.
    originals: RefCell<HashMap<Oid, Touched>>,
    /// Those originals.
    has: RefCell<HashSet<Oid>>,
    state: State,
}

/// Runs `work` where the tables that these statements name have clones. All that is done with them is taken back.
///
/// # Errors
///
/// Where there can be no clones at all, as in a read-only transaction.
pub fn with<R>(statements: &[&str], work: impl FnOnce(&Clones) -> R) -> Result<R, Failure> {
    let mut value = None;
    let attempt = subtransaction::attempt(|| {
        settings::scoped(|| {
            plain_tables();
            settings::set_local(c"check_function_bodies", c"off");
            settings::set_local(c"track_counts", c"on");
            settings::set_local(c"client_min_messages", c"error");
            settings::set_lock_timeout_within(PATIENCE);
            let clones = Clones {
                schemas: RefCell::default(),
                cloned: RefCell::default(),
                refused: RefCell::default(),
                searched: RefCell::new(clone::path(|_| false)),
                owners: RefCell::new(vec![current_role().0]),
                originals: RefCell::default(),
                has: RefCell::default(),
                state: State::default(),
            };
            // Together: then each knows the others. What hinders one of them is told where that is named.
            let _ = clones.make(statements);
            value = Some(work(&clones));
        });
        None::<()>
    });
    attempt?;
    value.ok_or_else(|| unreachable!("the work was done"))
}

impl Clones {
    /// Tries a statement. What it does stays for those behind it, unless it fails.
    pub fn run(&self, sql: &str) -> Trial {
        // What the session's settings make of it may not be what the script's would.
        let kind = subtransaction::attempt(|| Some((trial::sets_search_path(sql), trial::makes_schema(sql))));
        match kind {
            Err(failure) => return Trial::Failed(failure),
            Ok(Some((Err(why), _))) => return Trial::Read(why),
            Ok(Some((Ok(true), _))) => return self.set_path(sql),
            Ok(Some((_, Some((schema, if_not_exists))))) => return self.make_schema(&schema, if_not_exists),
            Ok(_) => {}
        }
        if let Err(failure) = self.make(&[sql]) {
            return self.not_made(failure);
        }
        self.state.look(&self.schemas.borrow());
        let (mut outcome, mut calls) = (None, false);
        let known = self.schemas.borrow().len();
        let attempt = subtransaction::attempt(|| {
            let role = self.role(sql);
            let lead = |name: Name| {
                calls |= matches!(name, Name::Routine(..));
                self.lead(name)
            };
            outcome = Some(self.within_path(|| as_restricted(role, || trial::run(sql, lead))));
            outcome.as_ref().is_some_and(Result::is_ok).then_some(())
        });
        if !matches!(attempt, Ok(Some(()))) {
            // What was made for it went with it; what it has read is counted all the same.
            self.schemas.borrow_mut().truncate(known);
            self.state.forget();
        }
        match (attempt, outcome) {
            (Err(failure), _) => match self.of_two_owners(sql, &failure) {
                Some(why) => Trial::Read(why),
                None => Trial::Failed(self.in_words(failure)),
            },
            (Ok(_), Some(Ok(kind))) => {
                let (schemas, originals) = (self.schemas.borrow(), self.originals.borrow());
                Trial::Seen(Seen { calls, ..self.state.seen(&schemas, &originals, kind) })
            }
            (Ok(_), Some(Err(why))) => Trial::Read(why),
            (Ok(_), None) => unreachable!("a statement came to no end"),
        }
    }

    /// The schemas that have clones: the real one, and that of the clones.
    pub fn schemas(&self) -> Vec<(String, String)> {
        self.schemas.borrow().clone()
    }

    /// Those that have clones.
    pub fn cloned(&self) -> Vec<Original> {
        self.cloned.borrow().clone()
    }

    /// Runs `work` as the owner of the clone that a statement is about, where its names are looked up.
    fn within_path<R>(&self, work: impl FnOnce() -> R) -> R {
        let path = self.path();
        settings::scoped(|| {
            let text = CString::new(path).unwrap_or_default();
            settings::set_local(c"search_path", &text);
            work()
        })
    }

    fn set_path(&self, sql: &str) -> Trial {
        let attempt = subtransaction::attempt(|| {
            toplevel::run_in_caller(sql);
            Some(())
        });
        let is_made = |schema: &str| self.schemas.borrow().iter().any(|(real, _)| real == schema);
        let searched = clone::path(is_made);
        self.searched.replace(searched);
        match attempt {
            Ok(_) => Trial::Seen(Seen::default()),
            Err(failure) => Trial::Failed(failure),
        }
    }

    /// What is made in a new schema is made beside the clones.
    fn make_schema(&self, schema: &str, if_not_exists: bool) -> Trial {
        if catalog_names::is_schema(schema) && !if_not_exists {
            let message = format!("schema \"{schema}\" already exists");
            let (detail, hint, position) = (None, None, None);
            return Trial::Failed(Failure { sqlstate: "42P06".into(), message, detail, hint, position });
        }
        self.schema_for(schema);
        Trial::Seen(Seen::default())
    }

    fn not_made(&self, failure: Failure) -> Trial {
        let Failure { message, .. } = self.in_words(failure);
        Trial::Read(format!("the tables cannot be cloned: {message}"))
    }

    /// As whom a statement is tried: the owner of the first clone that it names, if the current role may act as that.
    fn role(&self, sql: &str) -> Oid {
        let current = current_role().0;
        // To whom he may give the table is not the owner's to say alone, and nothing of his is evaluated.
        if trial::only_changes_owner(sql) {
            return current;
        }
        let first = trial::names(sql).into_iter().find_map(|name| {
            let (schema, _) = self.clone_of(name.schema.as_deref(), &name.name)?;
            clone::owner(catalog_names::relation(&schema, &name.name)?)
        });
        first.filter(|owner| may_stoop_to(*owner)).unwrap_or(current)
    }

    /// Why the owner of the first table that a statement names was refused what the current role may do: the others are
    /// not his.
    fn of_two_owners(&self, sql: &str, failure: &Failure) -> Option<String> {
        if failure.sqlstate != "42501" || trial::only_changes_owner(sql) {
            return None;
        }
        let owner = |name: &Relation| {
            let (schema, _) = self.clone_of(name.schema.as_deref(), &name.name)?;
            clone::owner(catalog_names::relation(&schema, &name.name)?)
        };
        let owners = distinct(trial::names(sql).iter().filter_map(owner));
        let is_ours = owners.len() > 1 && owners.iter().all(|owner| may_stoop_to(*owner));
        let names: Vec<String> = owners.into_iter().map(name_of).collect();
        is_ours.then(|| format!("its tables belong to more than one role: {}", names.join(", ")))
    }

    /// Makes the clones of what these statements name and is not cloned yet.
    fn make(&self, statements: &[&str]) -> Result<(), Failure> {
        let mut named = Vec::new();
        // It goes from table to table along foreign keys.
        let is_deep = statements.iter().any(|sql| {
            let sql = sql.to_ascii_uppercase();
            sql.contains("TRUNCATE") && sql.contains("CASCADE")
        });
        let attempt = subtransaction::attempt(|| {
            for sql in statements {
                for name in trial::names(sql) {
                    if let Some(oid) = self.real(name.schema.as_deref(), &name.name) {
                        named.push((oid, name));
                    }
                }
            }
            None::<()>
        });
        attempt?;
        named.retain(|(oid, _)| !self.has_clone(*oid));
        if named.is_empty() {
            return Ok(());
        }
        let known = (self.schemas.borrow().len(), self.owners.borrow().clone());
        let made = subtransaction::attempt(|| {
            let oids: Vec<Oid> = named.iter().map(|(oid, _)| *oid).collect();
            self.make_all(oids, is_deep);
            Some(())
        });
        let words = made.map(|_| ()).map_err(|failure| self.in_words(failure));
        if words.is_err() {
            self.schemas.borrow_mut().truncate(known.0);
            self.owners.replace(known.1);
        }
        self.note();
        words
    }

    fn has_clone(&self, oid: Oid) -> bool {
        self.has.borrow().contains(&oid)
    }

    fn make_all(&self, named: Vec<Oid>, is_deep: bool) {
        let current = current_role().0;
        let mut originals = clone::set(named, is_deep);
        originals.retain(|original| {
            let may_act = original.owner == current || may_stoop_to(original.owner);
            let obstacle = original.obstacle.clone().or_else(|| {
                (original.level == 0 && !may_act).then(|| format!("must be owner of {}", original.display))
            });
            // What somebody has locked is not waited for.
            let obstacle = obstacle.or_else(|| {
                let is_free = lock::try_table(original.oid.to_u32(), Mode::AccessShare);
                (!is_free).then(|| format!("another session has locked {}", original.display))
            });
            let is_free = obstacle.is_none();
            if let Some(obstacle) = obstacle {
                let name = (original.schema.clone(), original.name.clone());
                self.refused.borrow_mut().insert(name, obstacle);
            }
            let is_new = is_free && !self.has_clone(original.oid);
            if is_free && !is_new {
                lock::release_table(original.oid.to_u32(), Mode::AccessShare);
            }
            is_new
        });
        originals.iter().for_each(|original| {
            self.schema_for(&original.schema);
        });
        let owners =
            distinct(originals.iter().map(|original| original.owner).filter(|owner| may_stoop_to(*owner)));
        for owner in owners.iter().filter(|owner| !self.owners.borrow().contains(owner)) {
            self.schemas.borrow().iter().for_each(|(_, clones)| admit(clones, *owner));
        }
        let all = distinct(self.owners.take().into_iter().chain(owners.iter().copied()));
        self.owners.replace(all);
        for piece in clone::pieces(&originals, is_deep) {
            let role = if may_stoop_to(piece.owner) { piece.owner } else { current };
            let run = || {
                as_restricted(role, || {
                    pinned(|| {
                        trial::run(&piece.sql, |name| self.lead_piece(name))
                            .unwrap_or_else(|why| pgrx::error!("{why}"))
                    })
                })
            };
            if piece.may_fail {
                // Without it the clone serves as well: a trigger, a policy.
                let _ = subtransaction::attempt(|| Some(run()));
            } else {
                run();
            }
        }
        self.share(&originals, &owners);
        // What a statement does is done to the clones: nothing is asked of the originals any more.
        for original in &originals {
            lock::release_table(original.oid.to_u32(), Mode::AccessShare);
        }
        self.has.borrow_mut().extend(originals.iter().map(|original| original.oid));
        self.cloned.borrow_mut().extend(originals);
    }

    /// Whoever owns one of them may use the others, as the owner of the other end of a foreign key must let him.
    fn share(&self, originals: &[Original], owners: &[Oid]) {
        for original in
            originals.iter().filter(|original| owners.len() > 1 && "rpvm".contains(&original.kind))
        {
            let name =
                format!("{}.{}", identifier(&self.schema_for(&original.schema)), identifier(&original.name));
            for owner in owners.iter().filter(|owner| **owner != original.owner) {
                let role = if may_stoop_to(original.owner) { original.owner } else { current_role().0 };
                let to = identifier(&name_of(*owner));
                as_restricted(role, || toplevel::run_as_part(&format!("GRANT ALL ON {name} TO {to}")));
            }
        }
    }

    /// The schema of the clones for a schema; it is made where it is not there yet.
    pub(super) fn schema_for(&self, schema: &str) -> String {
        if let Some((_, clones)) = self.schemas.borrow().iter().find(|(real, _)| real == schema) {
            return clones.clone();
        }
        let clones = free_schema();
        let quoted = identifier(&clones);
        as_owner(|| {
            toplevel::run_as_part(&format!("CREATE SCHEMA {quoted}"));
        });
        self.owners.borrow().iter().for_each(|owner| admit(&clones, *owner));
        self.schemas.borrow_mut().push((schema.to_string(), clones.clone()));
        clones
    }

    /// Notes which clone is whose, and lets go of the locks on them.
    fn note(&self) {
        let mut originals = self.originals.borrow_mut();
        let mut has = self.has.borrow_mut();
        let schemas = self.schemas.borrow();
        let found = self.state.read(&schemas);
        for clone in &found {
            lock::release_own(clone.oid.to_u32(), clone.kind == "S");
            if originals.contains_key(&clone.oid) {
                continue;
            }
            let real = schemas.iter().find(|(_, clones)| *clones == clone.schema).map(|(real, _)| real);
            let Some(oid) = real.and_then(|real| catalog_names::relation(real, &clone.name)) else {
                continue;
            };
            let touched = Touched { oid, display: displayed(oid), kind: clone.kind.clone() };
            has.insert(oid);
            originals.insert(clone.oid, touched);
        }
    }

    /// A failure with the names of the originals.
    fn in_words(&self, mut failure: Failure) -> Failure {
        let schemas = self.schemas.borrow();
        let real = |text: &str| {
            schemas.iter().fold(text.to_string(), |text, (real, clones)| {
                text.replace(&identifier(clones), &identifier(real)).replace(clones.as_str(), real)
            })
        };
        let texts = [Some(&mut failure.message), failure.detail.as_mut(), failure.hint.as_mut()];
        texts.into_iter().flatten().for_each(|text| *text = real(text));
        failure
    }

    fn lead_piece(&self, name: Name) -> Lead {
        match name {
            Name::Made(Some(schema), _) => Lead::Schema(self.schema_for(schema)),
            Name::Relation(Some(schema), _) if is_system(schema) => Lead::Same,
            Name::Relation(Some(schema), name) => {
                let clones = self.schema_for(schema);
                match catalog_names::relation(&clones, name) {
                    Some(_) => Lead::Schema(clones),
                    None => Lead::Nowhere(format!("{schema}.{name} is not cloned")),
                }
            }
            _ => Lead::Same,
        }
    }
}

/// Has a role make something in a schema of clones.
fn admit(schema: &str, role: Oid) {
    let (schema, role) = (identifier(schema), identifier(&name_of(role)));
    as_owner(|| toplevel::run_as_part(&format!("GRANT USAGE, CREATE ON SCHEMA {schema} TO {role}")));
}

fn distinct(all: impl Iterator<Item = Oid>) -> Vec<Oid> {
    let mut distinct = Vec::new();
    for one in all {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    distinct
}
