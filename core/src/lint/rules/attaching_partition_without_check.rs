//! ATTACH PARTITION without a CHECK that proves its bound, and new partitions beside a default one: rows are read under
//! ACCESS EXCLUSIVE.

use std::cell::LazyCell;

use crate::ddl::alter_table::Action;
use crate::ddl::constraint::Constraint;
use crate::ddl::expression::Span;
use crate::ddl::name::RangeVar;
use crate::ddl::partition::PartitionStrategy;
use crate::ddl::table::{CreateTable, TableElement};
use crate::facts;
use crate::lint::call::Call;
use crate::lint::cost::{validated_before, validates_before};
use crate::lint::facts::AttachReads;
use crate::lint::known::Known;
use crate::lint::finding::Found;
use crate::lint::look::Look;
use crate::lint::subject::{Subject, Weight};
use crate::lint::words;
use crate::relation::Relation;

pub(super) const ID: &str = "attaching-partition-without-check";
pub(super) const TITLE: &str = "ATTACH PARTITION reads all rows under ACCESS EXCLUSIVE, unless a CHECK proves the bound";

pub(super) fn check(look: &Look, found: &mut Found) {
    if let Some(create) = look.created_table() {
        return created(look, create, found);
    }
    for clause in look.clauses() {
        let Action::AttachPartition { partition, bound: Some(bound) } = clause.action else { continue };
        let known = clause.subject.known();
        let subject = look.subject(partition);
        // Tried once, and only where it is asked for.
        let reads = LazyCell::new(|| known.and_then(|parent| tried(look, parent, subject.known(), bound.span)));
        let is_proved = || known.is_some_and(|parent| match subject.known().and(*reads) {
            Some(reads) => !reads.partition,
            None => is_proved(look, &subject, &partition.relation(), parent),
        });
        // One that is small is read before anybody notices; so is one that the script has made, if it has not filled it.
        let is_read = subject.is_shared() && subject.weight() > Weight::Small && !is_proved();
        let default = (!is_read && bound.strategy != PartitionStrategy::Default)
            .then(|| known.and_then(|known| default_of(look, known, || *reads)));
        let default = default.flatten();
        let fix = fix(look, &clause.alter.relation, partition, bound.span);
        let hint = "migrate.safe_attach_partition proves the bound before, by CHECKs that stop nobody.";
        if is_read {
            let message = format!(
                "ATTACH reads all rows of {} under ACCESS EXCLUSIVE: no valid CHECK proves the bound{}.",
                subject.described(),
                but_null(&subject, known)
            );
            found.add_at(partition.place, subject.severity(), message).advice(hint, fix);
        } else if let Some(default) = default {
            let message = of_default(&default);
            found.add_at(partition.place, default.severity(), message).advice(hint, fix);
        }
    }
}

/// What is overlooked most often: a CHECK lets NULLs through, which a bound does not.
fn but_null(partition: &Subject, parent: Option<&Known>) -> &'static str {
    let (Some(part), Some(parent)) = (partition.known(), parent) else { return "" };
    let may_be_null = |key: &String| part.table.columns.iter().any(|column| column.name == *key && !column.is_not_null);
    match has_check(&part.table, &parent.table) && parent.table.partition_columns.iter().any(may_be_null) {
        true => ", which has no NULLs",
        false => "",
    }
}

/// CREATE TABLE … PARTITION OF.
fn created(look: &Look, create: &CreateTable, found: &mut Found) {
    let Some(bound) = &create.partition_bound else { return };
    let [parent] = create.inherits.as_slice() else { return };
    let Subject::There(known) = look.subject(parent) else { return };
    let Some(default) = default_of(look, &known, || tried(look, &known, None, bound.span)) else { return };
    let is_plain = create.elements.iter().all(|element| !matches!(element, TableElement::Like(_)))
        && create.elements.is_empty()
        && create.partition_spec.is_none()
        && create.options.is_empty()
        && create.tablespace.is_none()
        && create.access_method.is_none()
        && !create.if_not_exists;
    let attach = fix(look, parent, &create.relation, bound.span).filter(|_| is_plain);
    let fix = attach.map(|attach| {
        format!(
            "CREATE TABLE {} (LIKE {} INCLUDING ALL EXCLUDING IDENTITY);\n{attach}",
            written(look, &create.relation.relation()),
            written(look, &parent.relation())
        )
    });
    found.add(default.severity(), of_default(&default)).advice(
        "Make the table by itself, and attach it by migrate.safe_attach_partition, which stops nobody.",
        fix,
    );
}

fn of_default(default: &Subject) -> String {
    format!(
        "All rows of the default partition {} are read under ACCESS EXCLUSIVE: {}.",
        default.described(),
        words::stops(crate::lock::Mode::AccessExclusive)
    )
}

/// The default partition, if it takes time to read it, and it is read for another one with this bound.
fn default_of(look: &Look, parent: &Known, reads: impl FnOnce() -> Option<AttachReads>) -> Option<Subject> {
    let default = parent.table.partitions.iter().find(|part| part.bound.as_deref() == Some("DEFAULT"))?;
    let subject = look.relation(&default.relation());
    if !subject.is_shared() || subject.weight() <= Weight::Small {
        return None;
    }
    let is_read = match reads() {
        Some(reads) => reads.default,
        None => !is_proved(look, &subject, &default.relation(), parent),
    };
    is_read.then_some(subject)
}

/// What the server reads, as it is seen on empty copies.
fn tried(look: &Look, parent: &Known, partition: Option<&Known>, bound: Option<Span>) -> Option<AttachReads> {
    let bound = whole(bound?.of(&look.statement().text));
    let conditions = |table: Relation| {
        let proved = validated_before(look, &table).into_iter();
        let text = proved.filter_map(|(check, text)| Some(check.expression.as_ref()?.span?.of(text).to_string()));
        text.collect::<Vec<_>>()
    };
    let of_partition = partition.map(|known| conditions(known.table.relation())).unwrap_or_default();
    let default = parent.table.partitions.iter().find(|part| part.bound.as_deref() == Some("DEFAULT"));
    let of_default = default.map(|default| conditions(default.relation())).unwrap_or_default();
    look.facts().attach_reads(parent, partition, &bound, [&of_partition, &of_default])
}

/// Whether a valid CHECK speaks of the partition key: as much as can be told without the server.
fn is_proved(look: &Look, subject: &Subject, table: &Relation, parent: &Known) -> bool {
    subject.known().is_some_and(|known| has_check(&known.table, &parent.table))
        || is_checked_before(look, table, parent)
}

/// Whether a valid CHECK is about the partition key.
fn has_check(table: &facts::Table, parent: &facts::Table) -> bool {
    table.constraints.iter().any(|constraint| {
        constraint.kind == "c"
            && constraint.is_valid
            && !constraint.columns.is_empty()
            && parent.partition_columns.iter().all(|column| constraint.columns.contains(column))
    })
}

/// Whether the script has added a CHECK on the partition key, and has validated it.
fn is_checked_before(look: &Look, table: &Relation, parent: &Known) -> bool {
    let keys = &parent.table.partition_columns;
    let is_about_keys = |constraint: &Constraint| {
        let Some(expression) = &constraint.expression else { return false };
        let names = |key: &String| expression.columns.iter().any(|name| name.last() == Some(key));
        !expression.columns.is_empty() && keys.iter().all(names)
    };
    validates_before(look, table, &is_about_keys)
}

fn fix(look: &Look, parent: &RangeVar, partition: &RangeVar, bound: Option<Span>) -> Option<String> {
    let bound = whole(bound?.of(&look.statement().text));
    let call = Call::new(look, "safe_attach_partition").table(parent).table(partition).text(&bound);
    look.takes_operations().then(|| call.to_string())
}

/// A bound with FOR VALUES: the server says where FROM, IN or WITH stands.
fn whole(bound: &str) -> String {
    let begins = |word: &str| bound.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    match begins("FOR ") || begins("DEFAULT") {
        true => bound.to_string(),
        false => format!("FOR VALUES {bound}"),
    }
}

fn written(look: &Look, name: &Relation) -> String {
    let schema = name.schema.as_ref().map(|schema| format!("{}.", look.quote(schema)));
    format!("{}{}", schema.unwrap_or_default(), look.quote(&name.name))
}
