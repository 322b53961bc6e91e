//! What is asked of many objects, asked at once: to begin one of these queries takes longer than to run it for an object.

use std::collections::HashMap;
use std::ffi::CString;
use std::sync::LazyLock;

use migrate_core::error::{Error, Result};
use migrate_core::facts::before::{Kind, Question};
use pgrx::JsonB;
use pgrx::pg_sys::Oid;
use serde::Serialize;
use serde_json::Value;

use super::written::unquoted;
use crate::catalog::scope::pinned;
use crate::postgres::{settings, spi, subtransaction};

/// A query about one object, `asked`; its answer is a jsonb value, or a text in each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Query {
    /// What statements may change of a relation.
    Aspects,
    /// A column.
    Column,
    /// A part with a name of its own.
    Part,
    /// Whether a relation can be made again.
    Remade,
    /// How a relation is made again.
    Whole,
}

/// Of what a query asks; it reads those of these fields that it needs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Asked {
    /// The object.
    pub oid: u32,
    /// The name of a part, without quotes.
    pub part: Option<String>,
    /// How the object is written.
    pub written: Option<String>,
    /// The roles whose privileges are asked for, quoted.
    pub grantees: Vec<String>,
    /// The kind of a part.
    pub kind: Option<&'static str>,
}

impl Query {
    fn sql(self) -> &'static str {
        const FROM: &str = "jsonb_to_recordset($1) asked (place integer, oid oid, part text, written text, grantees text[], kind text)";
        macro_rules! of_each {
            ($file:literal, $before:literal, $behind:literal) => {{
                static SQL: LazyLock<String> = LazyLock::new(|| {
                    let one = include_str!(concat!("../../../sql/queries/before/", $file));
                    format!("SELECT asked.place, {}\n{one}\n{} FROM {FROM}", $before, $behind)
                });
                &SQL
            }};
        }
        match self {
            Query::Aspects => of_each!("aspects.sql", "(", ")"),
            Query::Column => of_each!("column.sql", "(", ")"),
            Query::Part => of_each!("part.sql", "(", ")"),
            Query::Remade => of_each!("remade.sql", "(", ")"),
            Query::Whole => of_each!("relation.sql", "to_jsonb(ARRAY(", "))"),
        }
    }
}

/// A relation that was found.
#[derive(Debug, Clone)]
pub struct Relation {
    pub oid: Oid,
    /// How it is written.
    pub name: String,
}

/// What was found of many objects; what is not among it is asked by itself.
#[derive(Default)]
pub struct Together {
    relations: HashMap<(Option<Vec<String>>, String), Option<Relation>>,
    answers: HashMap<(Query, Asked), Option<Value>>,
}

impl Together {
    /// What these questions need. Where one of them fails, nothing: each fails by itself then.
    ///
    /// # Errors
    ///
    /// That somebody wants this to end.
    pub fn of(questions: &[Question]) -> Result<Together> {
        if questions.len() < 2 {
            return Ok(Together::default());
        }
        let look = || {
            let mut together = Together::default();
            together.find(questions);
            pinned(|| together.ask(questions));
            Some(together)
        };
        match subtransaction::attempt(look) {
            Err(failure) if failure.sqlstate.starts_with("57") => Err(Error::Server(failure)),
            together => Ok(together.ok().flatten().unwrap_or_default()),
        }
    }

    /// Looks up the names of relations, under the search paths of the script.
    fn find(&mut self, questions: &[Question]) {
        let mut names: HashMap<Option<Vec<String>>, Vec<String>> = HashMap::new();
        for question in questions.iter().filter(|question| is_of_relation(question.now.kind)) {
            let names = names.entry(question.schemas.clone()).or_default();
            if !names.contains(&question.now.name) {
                names.push(question.now.name.clone());
            }
        }
        for (schemas, names) in names {
            let found = within(schemas.as_deref(), || relations(&names));
            let found = names.into_iter().zip(found);
            self.relations.extend(found.map(|(name, found)| ((schemas.clone(), name), found)));
        }
    }

    fn ask(&mut self, questions: &[Question]) {
        let mut asked: HashMap<Query, Vec<Asked>> = HashMap::new();
        for question in questions {
            let key = (question.schemas.clone(), question.now.name.clone());
            let Some(Some(relation)) = self.relations.get(&key) else { continue };
            for (query, about) in needs(question, relation) {
                let asked = asked.entry(query).or_default();
                if !asked.contains(&about) {
                    asked.push(about);
                }
            }
        }
        // How something is made again is not asked where it cannot be.
        let wholes = asked.remove(&Query::Whole).unwrap_or_default();
        asked.into_iter().for_each(|(query, asked)| self.note(query, asked));
        let is_remade = |whole: &Asked| {
            let key = (Query::Remade, Asked { oid: whole.oid, ..Asked::default() });
            let said = self.answers.get(&key).and_then(Option::as_ref);
            said.is_some_and(|said| said["because"].is_null())
        };
        let wholes = wholes.into_iter().filter(is_remade).collect();
        self.note(Query::Whole, wholes);
    }

    fn note(&mut self, query: Query, asked: Vec<Asked>) {
        let answers = all(query, &asked);
        self.answers.extend(asked.into_iter().zip(answers).map(|(asked, answer)| ((query, asked), answer)));
    }

    /// A relation as the session finds it, where a script has set its search path to these schemas; how it is written if
    /// nothing else is said.
    pub fn relation(&self, question: &Question, written: Option<String>) -> Option<Relation> {
        let key = (question.schemas.clone(), question.now.name.clone());
        let found = match self.relations.get(&key) {
            Some(found) => found.clone(),
            None => relations(&[key.1]).pop().flatten(),
        };
        found.map(|found| Relation { name: written.unwrap_or(found.name), ..found })
    }

    /// The answer to a query about an object; none where that is not there.
    pub fn answer(&self, query: Query, asked: Asked) -> Option<Value> {
        match self.answers.get(&(query, asked.clone())) {
            Some(answer) => answer.clone(),
            None => pinned(|| all(query, &[asked])).pop().flatten(),
        }
    }
}

/// Runs `work` where names are looked up in these schemas, quoted.
pub fn within<R>(schemas: Option<&[String]>, work: impl FnOnce() -> R) -> R {
    settings::scoped(|| {
        if let Some(schemas) = schemas {
            settings::set_local(c"search_path", &CString::new(schemas.join(", ")).unwrap_or_default());
        }
        work()
    })
}

/// Whether something is a relation, or a part of one.
fn is_of_relation(kind: Kind) -> bool {
    kind == Kind::Relation || kind == Kind::Column || part(kind).is_some()
}

/// What the query calls a part with a name of its own.
pub fn part(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Constraint => Some("constraint"),
        Kind::Trigger => Some("trigger"),
        Kind::Policy => Some("policy"),
        Kind::Rule => Some("rule"),
        _ => None,
    }
}

/// The queries by which a question about a relation is answered.
pub fn needs(question: &Question, relation: &Relation) -> Vec<(Query, Asked)> {
    let Question { object, now, wants, .. } = question;
    let renamed = (object.name != now.name).then(|| object.name.clone());
    let own = Asked { oid: relation.oid.to_u32(), ..Asked::default() };
    let written = Some(renamed.clone().unwrap_or_else(|| relation.name.clone()));
    // A part that has another name, and a rule, which says its table's name itself, are written as they were.
    let is_as_before = now.part != object.part || now.kind == Kind::Rule;
    let of_part = || {
        let written = if is_as_before { Some(relation.name.clone()) } else { written.clone() };
        Some(Asked { part: Some(unquoted(now.part.as_deref()?)?), written, ..own.clone() })
    };
    match now.kind {
        Kind::Relation => {
            let aspects = wants.aspects.then(|| {
                (
                    Query::Aspects,
                    Asked { written: written.clone(), grantees: wants.grantees.clone(), ..own.clone() },
                )
            });
            let whole =
                [(Query::Remade, own.clone()), (Query::Whole, Asked { written: renamed, ..own.clone() })];
            aspects.into_iter().chain(whole.into_iter().filter(|_| wants.whole)).collect()
        }
        Kind::Column => of_part().map(|asked| (Query::Column, asked)).into_iter().collect(),
        kind => {
            let of_kind = |asked| part(kind).map(|_| (Query::Part, Asked { kind: part(kind), ..asked }));
            of_part().and_then(of_kind).into_iter().collect()
        }
    }
}

/// Relations as the session finds them, each where its name is.
fn relations(names: &[String]) -> Vec<Option<Relation>> {
    let sql = "SELECT p.place::pg_catalog.int4, c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname)
               FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY p (name, place)
               JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(p.name)::pg_catalog.oid
               JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace";
    let read = |row: spi::Row| (row.must::<i32>(1), Relation { oid: row.must(2), name: row.must(3) });
    in_their_places(names.len(), spi::looked_up(sql, &[names.to_vec().into()], read))
}

/// The answers to a query, each where what it is about stands.
fn all(query: Query, asked: &[Asked]) -> Vec<Option<Value>> {
    #[derive(Serialize)]
    struct Placed<'a> {
        place: usize,
        #[serde(flatten)]
        asked: &'a Asked,
    }
    if asked.is_empty() {
        return Vec::new();
    }
    let placed: Vec<Placed> = asked.iter().zip(1..).map(|(asked, place)| Placed { place, asked }).collect();
    let read = |row: spi::Row| (row.must::<i32>(1), row.get::<JsonB>(2));
    let found = spi::looked_up(query.sql(), &[spi::jsonb(&placed).into()], read);
    let found = found.into_iter().filter_map(|(place, answer)| Some((place, answer?.0)));
    in_their_places(asked.len(), found.collect())
}

fn in_their_places<T>(count: usize, found: Vec<(i32, T)>) -> Vec<Option<T>> {
    let mut places: Vec<Option<T>> = (0..count).map(|_| None).collect();
    for (place, one) in found {
        if let Some(there) = usize::try_from(place - 1).ok().and_then(|at| places.get_mut(at)) {
            *there = Some(one);
        }
    }
    places
}
