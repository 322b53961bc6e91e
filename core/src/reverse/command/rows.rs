//! Statements on rows: they go with the tables or columns that the script has made, and cannot be taken back otherwise.
//! A SELECT may be a safe operation, or a setting.

use super::make;
use super::names::Names;
use super::select;
use super::values;
use crate::ddl::dml::{Dml, Insert, InsertSource, Update};
use crate::ddl::name::{ObjectType, RangeVar};
use crate::ddl::table::Truncate;
use crate::reverse::action::{Action, Aspect, Back, Inserts, Kind, Object, Was};
use crate::statement::Statement;

const ADDED: &str = "The rows that it adds cannot be told from others.";
const OVERWRITTEN: &str = "The values that it overwrites are not kept.";
const REMOVED: &str = "The rows that it removes are not kept.";

/// What a statement does to rows.
pub fn action(statement: &Statement, command: &Dml, names: Names) -> Action {
    let written = |why, relation, writes_more| written(why, relation, writes_more, vec![], names);
    match command {
        Dml::Select(select) => match &select.into {
            Some(into) => return make::relation(ObjectType::Table, into, names),
            None => select::back(statement, select, names),
        },
        Dml::Insert(insert) => {
            // Together with another statement it could be anything.
            let why = if insert.on_conflict.is_none() { ADDED } else { OVERWRITTEN };
            let back = written(why, &insert.relation, insert.query.with_writes);
            let inserts = inserts(statement, insert, names);
            let was = inserts.iter().map(|inserts| Was::new(inserts.table.clone(), Aspect::Keys)).collect();
            return Action { inserts: inserts.map(Box::new), was, ..back.into() };
        }
        Dml::Update(update) => return self::update(update, names),
        Dml::Delete(delete) => {
            let back = written(REMOVED, &delete.relation, delete.query.with_writes);
            return of_rows(
                back,
                [&delete.relation].into_iter().filter(|_| !delete.query.with_writes),
                names,
            );
        }
        Dml::Merge(merge) => written(OVERWRITTEN, &merge.relation, merge.query.with_writes),
        Dml::Copy(copy) => match &copy.relation {
            Some(relation) if copy.is_from => written(ADDED, relation, false),
            _ => Back::unknown("The file that it writes is not the database's."),
        },
    }
    .into()
}

/// The relation whose rows a statement changes, where it changes nothing else.
pub fn table(command: &Dml) -> Option<&RangeVar> {
    let (relation, writes_more) = match command {
        Dml::Select(_) => return None,
        Dml::Insert(insert) => (&insert.relation, insert.query.with_writes),
        Dml::Update(update) => (&update.relation, update.query.with_writes),
        Dml::Delete(delete) => (&delete.relation, delete.query.with_writes),
        Dml::Merge(merge) => (&merge.relation, merge.query.with_writes),
        Dml::Copy(copy) => (copy.relation.as_ref()?, !copy.is_from),
    };
    (!writes_more).then_some(relation)
}

/// The rows that an INSERT of constants adds.
fn inserts(statement: &Statement, insert: &Insert, names: Names) -> Option<Inserts> {
    if insert.source != InsertSource::Values || insert.query.with_writes {
        return None;
    }
    let count = usize::try_from(insert.rows?).ok()?;
    Some(Inserts {
        table: Object::new(Kind::Relation, names.relation(&insert.relation)),
        columns: insert.columns.clone(),
        rows: values::rows(&statement.text, insert.columns.len(), count)?,
        may_find_some: insert.on_conflict.is_some(),
    })
}

fn update(update: &Update, names: Names) -> Action {
    let table = names.relation(&update.relation);
    let column = |name: &str| Object::part(Kind::Column, table.as_str(), names.identifier(name));
    let columns = update.set.iter().map(|assignment| column(&assignment.column)).collect();
    let back = written(OVERWRITTEN, &update.relation, update.query.with_writes, columns, names);
    of_rows(back, [&update.relation].into_iter().filter(|_| !update.query.with_writes), names)
}

/// TRUNCATE.
pub fn truncate(truncate: &Truncate, names: Names) -> Action {
    let table = |relation| Object::new(Kind::Relation, names.relation(relation));
    let back = Back::unknown_unless(REMOVED, vec![truncate.relations.iter().map(table).collect()]);
    // With CASCADE others go, of which nobody has been asked.
    of_rows(back, truncate.relations.iter().filter(|_| !truncate.cascade), names)
}

/// Nothing is changed where there are no rows.
fn of_rows<'a>(back: Back, tables: impl Iterator<Item = &'a RangeVar>, names: Names) -> Action {
    let table = |relation| Object::new(Kind::Relation, names.relation(relation));
    let was = tables.map(|relation| Was::new(table(relation), Aspect::Rows)).collect();
    Action { was, ..back.into() }
}

/// Goes with the table, or with the columns if it writes nothing else; what its WITH writes would have to go as well.
fn written(
    why: &'static str,
    relation: &RangeVar,
    writes_more: bool,
    columns: Vec<Object>,
    names: Names,
) -> Back {
    if writes_more {
        return Back::unknown(why);
    }
    Back::unknown_unless(why, vec![vec![Object::new(Kind::Relation, names.relation(relation))], columns])
}
