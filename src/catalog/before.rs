//! What the catalog knows of the objects that a script names, at the moment before it runs: the answers to core's
//! questions ([`migrate_core::reverse::questions`]).
//!
//! A name is looked up as the session does, and what is found is written under pinned settings, as pg_dump does. Only
//! the objects that are asked for are read, each once for all the statements that name it. Definitions are there for
//! anybody to read; no row is, and nothing of an owner's is run.

mod answer;
mod rarer;
mod together;
mod whole;
mod written;

use std::collections::HashMap;

use migrate_core::ddl::name::ObjectType;
use migrate_core::error::{Error, Result};
use migrate_core::facts::before::{Answers, Before, Kind, Object, Question, Wants};
use migrate_core::failure::Failure;
use pgrx::JsonB;
use pgrx::pg_sys::Oid;

use self::answer::{ROUTINE, described, one};
use self::together::{Asked, Query, Relation, Together};
use self::written::{literal, parts, unquoted};
use crate::postgres::{spi, subtransaction};

const TYPE: &str = include_str!("../../sql/queries/before/type.sql");
const RARER: &str = include_str!("../../sql/queries/before/rarer.sql");
const OTHER: &str = include_str!("../../sql/queries/before/other.sql");

/// The first schema in which this session makes things, quoted.
pub fn first_schema() -> Option<String> {
    let sql = "SELECT pg_catalog.quote_ident(pg_catalog.current_schema())";
    spi::row(sql, &[], |row| row.get(1)).flatten()
}

/// The answers to a script's questions. What cannot be looked up has none.
///
/// # Errors
///
/// That somebody wants this to end.
pub fn answers(questions: &[Question]) -> Result<Answers> {
    let together = Together::of(questions)?;
    let mut answers = Answers::default();
    let mut seen: HashMap<(Object, Object, Option<Vec<String>>, Wants), Option<Before>> = HashMap::new();
    for question in questions {
        let key =
            (question.now.clone(), question.object.clone(), question.schemas.clone(), question.wants.clone());
        let before = match seen.get(&key) {
            Some(before) => before.clone(),
            None => {
                let before = answer(question, &together)?;
                seen.insert(key, before.clone());
                before
            }
        };
        before.into_iter().for_each(|before| answers.note(question, before));
    }
    Ok(answers)
}

/// One answer. What a name means is for the server to say, also that it means nothing.
fn answer(question: &Question, together: &Together) -> Result<Option<Before>> {
    let look = || together::within(question.schemas.as_deref(), || look(question, together));
    match subtransaction::attempt(|| Some(look())) {
        Ok(before) => Ok(before.flatten()),
        Err(failure) if failure.sqlstate.starts_with("57") => Err(Error::Server(failure)),
        Err(failure) => Ok(is_absent(&failure).then(Before::default)),
    }
}

/// Whether a failure says that something named is not there: a type of an argument, a schema.
fn is_absent(failure: &Failure) -> bool {
    ["42704", "3F000", "42P01", "42883"].contains(&failure.sqlstate.as_str())
}

/// `None` where it is not known what the catalog has. A relation is written by the name that the statement gives it, if the
/// script has renamed it.
fn look(question: &Question, together: &Together) -> Option<Before> {
    let Question { object, now, wants, .. } = question;
    let part = now.part.as_deref();
    let written = (object.name != now.name).then(|| object.name.clone());
    match now.kind {
        Kind::Relation => {
            let Some(relation) = together.relation(question, None) else { return Some(Before::default()) };
            let mut before = Before { there: true, ..Before::default() };
            for (query, asked) in together::needs(question, &relation) {
                if query == Query::Aspects {
                    before = described(together.answer(query, asked));
                }
            }
            if wants.whole {
                whole::relation(relation.oid, written, wants.cascade, together, &mut before);
            }
            Some(before)
        }
        Kind::Column | Kind::Constraint | Kind::Trigger | Kind::Policy | Kind::Rule => {
            let Some(relation) = together.relation(question, None) else { return Some(Before::default()) };
            let (query, asked) = together::needs(question, &relation).pop()?;
            let name = asked.part.clone()?;
            let mut before = described(together.answer(query, asked));
            match now.kind {
                _ if !before.there || !wants.cascade => {}
                Kind::Column => whole::of_column(relation.oid, &name, &mut before),
                Kind::Constraint => whole::of_constraint(&now.name, &name, &mut before),
                _ => {}
            }
            Some(before)
        }
        Kind::DomainConstraint => {
            let Some(domain) = data_type(&now.name, written) else { return Some(Before::default()) };
            let Relation { oid, name } = domain;
            let asked = Asked {
                oid: oid.to_u32(),
                part: Some(unquoted(part?)?),
                written: Some(name),
                kind: Some("domain_constraint"),
                ..Asked::default()
            };
            Some(described(together.answer(Query::Part, asked)))
        }
        Kind::NotNull => None,
        Kind::Type => {
            let Some(found) = data_type(&now.name, written) else { return Some(Before::default()) };
            let value = part.and_then(literal);
            let args = [found.oid.into(), found.name.into(), wants.grantees.clone().into(), value.into()];
            let mut before = one(TYPE, &args)?;
            if part.is_some() {
                whole::rebuilt(found.oid, &mut before);
            }
            if wants.whole {
                whole::dependents(whole::TYPES, found.oid, 0, wants.cascade, &mut before);
            }
            Some(before)
        }
        Kind::Routine => {
            let Some(oid) = routine(&now.name)? else { return Some(Before::default()) };
            let args = [oid.into(), wants.grantees.clone().into()];
            let mut before = one(ROUTINE, &args)?;
            if wants.whole {
                whole::dependents(whole::ROUTINES, oid, 0, wants.cascade, &mut before);
            }
            Some(before)
        }
        Kind::Own(kind) => other(kind, &now.name, part, wants),
        Kind::Chosen => {
            let sql = "SELECT pg_catalog.to_regclass($1) IS NOT NULL OR EXISTS (
                           SELECT FROM pg_catalog.pg_constraint k
                           WHERE k.conname OPERATOR(pg_catalog.=) ($2::pg_catalog.text[])[pg_catalog.array_length($2, 1)]::pg_catalog.name
                             AND k.connamespace OPERATOR(pg_catalog.=) coalesce(
                                 CASE WHEN pg_catalog.array_length($2, 1) OPERATOR(pg_catalog.>) 1
                                      THEN pg_catalog.to_regnamespace(pg_catalog.quote_ident($2[1])) END,
                                 pg_catalog.to_regnamespace(pg_catalog.quote_ident(pg_catalog.current_schema())))::pg_catalog.oid)";
            let there =
                spi::row(sql, &[now.name.clone().into(), parts(&now.name).into()], |row| row.must(1))?;
            Some(Before { there, ..Before::default() })
        }
    }
}

fn data_type(name: &str, written: Option<String>) -> Option<Relation> {
    let sql = "SELECT t.oid, pg_catalog.format('%I.%I', n.nspname, t.typname) FROM pg_catalog.pg_type t
               JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) t.typnamespace
               WHERE t.oid OPERATOR(pg_catalog.=) pg_catalog.to_regtype($1)::pg_catalog.oid";
    let found = spi::row(sql, &[name.into()], |row| (row.must(1), row.must::<String>(2)));
    found.map(|(oid, own)| Relation { oid, name: written.unwrap_or(own) })
}

/// A routine as the session finds it; without its arguments, if there is one of that name alone.
fn routine(name: &str) -> Option<Option<Oid>> {
    let find = if name.contains('(') { "to_regprocedure" } else { "to_regproc" };
    let sql = format!("SELECT pg_catalog.{find}($1)::pg_catalog.oid");
    // An aggregate of all rows has no arguments.
    let looked_up = name.strip_suffix("(*)").map_or_else(|| name.to_string(), |name| format!("{name}()"));
    let found: Option<Oid> = spi::row(&sql, &[looked_up.into()], |row| row.get(1))?;
    // Which of several is meant is not known.
    let several = "SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 1 FROM pg_catalog.pg_proc p
                   WHERE p.proname OPERATOR(pg_catalog.=) $1::pg_catalog.name";
    let is_one_of_several = || {
        let last =
            unquoted(name).and_then(|last| spi::row(several, &[last.into()], |row| row.must::<bool>(1)));
        last.unwrap_or(true)
    };
    if found.is_none() && !name.contains('(') && is_one_of_several() {
        return None;
    }
    Some(found)
}

fn other(kind: ObjectType, name: &str, part: Option<&str>, wants: &Wants) -> Option<Before> {
    use ObjectType::*;
    if kind == Statistics {
        return statistics(name);
    }
    if let Some((kind, class, oid)) = rarer::find(kind, name, || parts(name)) {
        let Some(oid) = oid else { return Some(Before::default()) };
        let mut before = one(RARER, &[kind.into(), oid.into()])?;
        whole::dependents(class, oid, 0, wants.cascade, &mut before);
        return Some(before);
    }
    let kind = match kind {
        Schema => "schema",
        DefaultAcl => "default_acl",
        Role => "role",
        Extension => "extension",
        EventTrigger => "event_trigger",
        Publication => "publication",
        Subscription => "subscription",
        Language => "language",
        ForeignDataWrapper => "foreign_data_wrapper",
        ForeignServer => "foreign_server",
        _ => return None,
    };
    let name = if kind == "default_acl" { name.to_string() } else { unquoted(name)? };
    let args = [kind.into(), name.clone().into(), part.into(), wants.grantees.clone().into()];
    let mut before = one(OTHER, &args)?;
    if kind == "foreign_data_wrapper" {
        let sql = "SELECT w.oid FROM pg_catalog.pg_foreign_data_wrapper w
                   WHERE w.fdwname OPERATOR(pg_catalog.=) $1::pg_catalog.name";
        let wrapper = spi::row(sql, &[name.into()], |row| row.must(1));
        wrapper
            .into_iter()
            .for_each(|oid| whole::dependents(whole::WRAPPERS, oid, 0, wants.cascade, &mut before));
    }
    if ["schema", "foreign_server", "extension"].contains(&kind) && before.there && !wants.cascade {
        // Without CASCADE it is only dropped when nothing is left in it.
        before.because = None;
    }
    Some(before)
}

fn statistics(name: &str) -> Option<Before> {
    let sql = "SELECT pg_catalog.jsonb_build_object('there', true, 'whole',
                          pg_catalog.to_jsonb(pg_catalog.array_remove(ARRAY[pg_catalog.pg_get_statisticsobjdef(x.oid),
                              CASE WHEN x.stxstattarget OPERATOR(pg_catalog.>=) 0 THEN pg_catalog.format('ALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, x.stxname, x.stxstattarget) END,
                              CASE WHEN x.stxowner OPERATOR(pg_catalog.<>) c.relowner THEN pg_catalog.format('ALTER STATISTICS %I.%I OWNER TO %I', n.nspname, x.stxname, pg_catalog.pg_get_userbyid(x.stxowner)) END,
                              pg_catalog.format('COMMENT ON STATISTICS %I.%I IS ', n.nspname, x.stxname) OPERATOR(pg_catalog.||) pg_catalog.quote_literal(pg_catalog.obj_description(x.oid, 'pg_statistic_ext'))], NULL)))
               FROM pg_catalog.pg_statistic_ext x JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) x.stxnamespace
               JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) x.stxrelid
               WHERE x.stxname OPERATOR(pg_catalog.=) ($1::pg_catalog.text[])[pg_catalog.array_length($1, 1)]::pg_catalog.name
                 AND CASE WHEN pg_catalog.array_length($1, 1) OPERATOR(pg_catalog.>) 1 THEN n.nspname::pg_catalog.text OPERATOR(pg_catalog.=) $1[1]
                          ELSE pg_catalog.pg_statistics_obj_is_visible(x.oid) END";
    let visible = spi::row(sql, &[parts(name).into()], |row| row.must::<JsonB>(1).0);
    Some(visible.and_then(|answer| serde_json::from_value(answer).ok()).unwrap_or_default())
}
