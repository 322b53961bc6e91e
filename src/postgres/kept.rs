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

/// A plan, and the types of its parameters. It lives as long as the process: none is dropped when it ends.
type Plan = (Vec<pg_sys::Oid>, &'static OwnedPreparedStatement);

#[derive(Default)]
struct Kept {
    seen: HashSet<u64>,
    /// By the text of the query.
    plans: HashMap<String, Vec<Plan>>,
    count: usize,
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
    let known = KEPT.with_borrow_mut(|kept| match kept.find(sql, args) {
        None if kept.count < PLANS && kept.is_due(sql, from) => Some(None),
        None => None,
        there => Some(there),
    });
    if let Some(there) = known? {
        return Some(there);
    }
    let types: Vec<pg_sys::Oid> = args.iter().map(DatumWithOid::oid).collect();
    let parameters: Vec<PgOid> = types.iter().copied().map(PgOid::from).collect();
    let statement: &'static _ = match client.prepare(sql, &parameters) {
        Ok(statement) => Box::leak(Box::new(statement.keep())),
        Err(bug) => error!("internal query: {bug}"),
    };
    KEPT.with_borrow_mut(|kept| {
        kept.plans.entry(sql.to_string()).or_default().push((types, statement));
        kept.count += 1;
    });
    Some(statement)
}

impl Kept {
    fn find(&self, sql: &str, args: &[DatumWithOid]) -> Option<&'static OwnedPreparedStatement> {
        let is_it = |(types, _): &&Plan| types.iter().copied().eq(args.iter().map(DatumWithOid::oid));
        self.plans.get(sql)?.iter().find(is_it).map(|(_, statement)| *statement)
    }

    fn is_due(&mut self, sql: &str, from: From) -> bool {
        if from == From::Once {
            return true;
        }
        let mut hasher = DefaultHasher::new();
        sql.hash(&mut hasher);
        if self.seen.len() >= SEEN {
            self.seen.clear();
        }
        // The first time it is put in, the second time it is there.
        !self.seen.insert(hasher.finish())
    }
}
