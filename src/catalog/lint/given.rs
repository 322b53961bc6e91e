//! What was answered of objects that are no tables, and the texts of routines.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use migrate_core::ddl::name::Name;
use migrate_core::facts::{Bearers, Change, Sharing};
use migrate_core::lint::{IndexUse, Reach, Routine, RowSecurity, Thing};

use super::kept::Kept;
use crate::postgres::identity::as_owner;
use crate::postgres::spi;

/// Answers that were given.
pub(super) struct Given {
    pub(super) reach: Kept<Thing, Option<Rc<Reach>>>,
    pub(super) reach_of_relations: Kept<u32, Rc<Reach>>,
    pub(super) index_use: Kept<u32, IndexUse>,
    pub(super) routines: Kept<Name, Rc<Vec<Routine>>>,
    pub(super) row_security: Kept<u32, Rc<RowSecurity>>,
    pub(super) bearers: Kept<u32, Rc<Bearers>>,
    pub(super) texts: OnceCell<Texts>,
    /// The tables that have changes.
    pub(super) changed: OnceCell<HashSet<u32>>,
    pub(super) changes: Kept<u32, Rc<Vec<Change>>>,
    pub(super) sharing: Kept<u32, Rc<Sharing>>,
    pub(super) of_all: Kept<(), Rc<Vec<String>>>,
    pub(super) truncated: Kept<u32, Rc<Vec<String>>>,
}

impl Given {
    pub(super) fn new() -> Self {
        Given {
            reach: Kept::new(),
            reach_of_relations: Kept::new(),
            index_use: Kept::new(),
            routines: Kept::new(),
            row_security: Kept::new(),
            bearers: Kept::new(),
            texts: OnceCell::new(),
            changed: OnceCell::new(),
            changes: Kept::new(),
            sharing: Kept::new(),
            of_all: Kept::new(),
            truncated: Kept::new(),
        }
    }
}

/// The routines of this database that are people's own, with the words of their texts. They are read at once: a script
/// may ask for thousands of words.
pub(super) struct Texts {
    pub(super) names: HashSet<String>,
    routines: Vec<(String, String)>,
    words: HashMap<String, Vec<usize>>,
}

impl Texts {
    pub(super) fn read() -> Self {
        let read = |row: spi::Row| (row.must::<String>(1), row.must::<String>(2), row.get::<String>(3));
        let all = as_owner(|| spi::rows(TEXTS, &[], read));
        let mut texts = Texts { names: HashSet::new(), routines: Vec::new(), words: HashMap::new() };
        for (name, what, text) in all {
            texts.names.insert(name);
            let Some(text) = text else { continue };
            let own: HashSet<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            for word in own {
                texts.words.entry(word.to_string()).or_default().push(texts.routines.len());
            }
            texts.routines.push((what, text));
        }
        texts
    }

    /// The routines in whose text a name stands, the first ten.
    pub(super) fn mentions(&self, name: &str) -> Vec<String> {
        const MOST: usize = 10;
        let is_word = name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let what = |at: usize| self.routines[at].0.clone();
        if is_word {
            return self.words.get(name).into_iter().flatten().take(MOST).map(|at| what(*at)).collect();
        }
        let has = |at: &usize| self.routines[*at].1.contains(name);
        (0..self.routines.len()).filter(has).take(MOST).map(what).collect()
    }
}

/// The routines of people, with their texts but for those of changes and of extensions, unless a trigger calls them.
const TEXTS: &str = "
SELECT p.proname::text, p.oid::regprocedure::text,
       CASE WHEN (strpos(p.prosrc, '#variable_conflict use_column') = 0
                  OR NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgfoid = p.oid AND g.tgname ^@ '~'))
             AND (NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid
                                AND d.deptype = 'e')
                  OR EXISTS (SELECT FROM pg_trigger g WHERE g.tgfoid = p.oid AND NOT g.tgisinternal))
            THEN p.prosrc END
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname <> ALL ('{pg_catalog,information_schema,migrate}')
ORDER BY 2";
