//! Plans of our own queries, kept for the session. To plan a query of the catalog takes several times as long as to run
//! it, and a worker asks the same ones for each migration.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use pgrx::datum::DatumWithOid;
use pgrx::prelude::*;
use pgrx::spi::{OwnedPreparedStatement, SpiClient};

/// Texts with values in them are asked once each: nothing is kept of them but a number.
const SEEN: usize = 10_000;
/// Plans of a session; each takes some ten kB. What is asked beyond them is planned each time.
const PLANS: usize = 400;

/// What a query is known by: its text, and the types of its parameters.
type Key = (String, Vec<pg_sys::Oid>);

#[derive(Default)]
struct Kept {
    seen: HashSet<u64>,
    /// They live as long as the process: none is dropped when it ends.
    statements: HashMap<Key, &'static OwnedPreparedStatement>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// When a query is worth a plan that is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// At once: it takes far longer to plan than to run.
    Once,
    /// Where it is asked again.
    Twice,
}

/// The statement of a query, if its plan is to be kept. The server makes the plan anew where the search path or what it reads
/// has changed.
pub fn statement(
    client: &SpiClient<'_>,
    sql: &str,
    args: &[DatumWithOid],
    from: From,
) -> Option<&'static OwnedPreparedStatement> {
    let types: Vec<pg_sys::Oid> = args.iter().map(DatumWithOid::oid).collect();
    let key = (sql.to_string(), types);
    let known = KEPT.with_borrow_mut(|kept| {
        let there = kept.statements.get(&key).copied();
        let is_wanted = there.is_some() || kept.statements.len() < PLANS && kept.is_due(&key, from);
        is_wanted.then_some(there)
    });
    if let Some(there) = known? {
        return Some(there);
    }
    let types: Vec<PgOid> = key.1.iter().copied().map(PgOid::from).collect();
    let statement: &'static _ = match client.prepare(sql, &types) {
        Ok(statement) => Box::leak(Box::new(statement.keep())),
        Err(bug) => error!("internal query: {bug}"),
    };
    KEPT.with_borrow_mut(|kept| kept.statements.insert(key, statement));
    Some(statement)
}

impl Kept {
    fn is_due(&mut self, key: &Key, from: From) -> bool {
        if from == From::Once {
            return true;
        }
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        if self.seen.len() >= SEEN {
            self.seen.clear();
        }
        // The first time it is put in, the second time it is there.
        !self.seen.insert(hasher.finish())
    }
}
