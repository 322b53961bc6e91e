//! ATTACH PARTITION without a CHECK that proves its bound, and new partitions beside a default one: rows are read under
//! ACCESS EXCLUSIVE.

use crate::ddl::alter_table::Action;
use crate::ddl::expression::Span;
use crate::ddl::name::RangeVar;
use crate::ddl::partition::PartitionStrategy;
use crate::ddl::table::{CreateTable, TableElement};
use crate::facts;
use crate::lint::call::Call;
use crate::lint::facts::Known;
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
        // One that is small is read before anybody notices; so is one that the script has made, if it has not filled it.
        let is_read = subject.is_shared()
            && subject.weight() > Weight::Small
            && !subject.known().zip(known).is_some_and(|(part, parent)| has_check(&part.table, &parent.table));
        let default = (bound.strategy != PartitionStrategy::Default).then(|| known.and_then(|known| default_of(look, known)));
        let default = default.flatten();
        let fix = fix(look, &clause.alter.relation, partition, bound.span);
        let hint = "migrate.safe_attach_partition proves the bound by a CHECK that is validated beforehand, for the default \
                    partition, too.";
        if is_read {
            let message = format!(
                "ATTACH PARTITION reads all rows of {}, and holds ACCESS EXCLUSIVE on it meanwhile: no valid CHECK proves \
                 that they belong there.",
                subject.described()
            );
            found.add_at(partition.place, subject.severity(), message).advice(hint, fix);
        } else if let Some(default) = default {
            let message = of_default(&default);
            found.add_at(partition.place, default.severity(), message).advice(hint, fix);
        }
    }
}

/// CREATE TABLE … PARTITION OF.
fn created(look: &Look, create: &CreateTable, found: &mut Found) {
    let Some(bound) = &create.partition_bound else { return };
    let [parent] = create.inherits.as_slice() else { return };
    let Subject::There(known) = look.subject(parent) else { return };
    let Some(default) = default_of(look, &known) else { return };
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
        "Make the table by itself, and attach it by migrate.safe_attach_partition, which proves beforehand that the default \
         partition has no row for it.",
        fix,
    );
}

fn of_default(default: &Subject) -> String {
    format!(
        "All rows of the default partition {} are read, whether one belongs to the new partition; ACCESS EXCLUSIVE is held on \
         it meanwhile: {}.",
        default.described(),
        words::stops(crate::lock::Mode::AccessExclusive)
    )
}

/// The default partition, if it takes time to read it.
fn default_of(look: &Look, parent: &Known) -> Option<Subject> {
    let default = parent.table.partitions.iter().find(|part| part.bound.as_deref() == Some("DEFAULT"))?;
    let subject = look.relation(&default.relation());
    let has_proof = subject.known().is_some_and(|known| has_check(&known.table, &parent.table));
    (subject.is_shared() && subject.weight() > Weight::Small && !has_proof).then_some(subject)
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

fn fix(look: &Look, parent: &RangeVar, partition: &RangeVar, bound: Option<Span>) -> Option<String> {
    let bound = bound?.of(&look.statement().text);
    let call = Call::new(look, "safe_attach_partition").table(parent).table(partition).text(bound);
    look.takes_operations().then(|| call.to_string())
}

fn written(look: &Look, name: &Relation) -> String {
    let schema = name.schema.as_ref().map(|schema| format!("{}.", look.quote(schema)));
    format!("{}{}", schema.unwrap_or_default(), look.quote(&name.name))
}
