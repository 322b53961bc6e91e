//! DROP INDEX of an index that queries use, that keeps doubles out, or that replication knows rows by.

use crate::ddl::name::ObjectType;
use crate::facts::Index;
use crate::lint::columns::is_ours;
use crate::lint::dropped::dropped;
use crate::lint::finding::Found;
use crate::lint::known::Known;
use crate::lint::look::Look;
use crate::lint::objects::Thing;
use crate::lint::severity::Severity;
use crate::lint::subject::{Subject, Weight};
use crate::name::shown;
use crate::relation::Relation;

pub(super) const ID: &str = "ban-drop-index";
pub(super) const TITLE: &str = "DROP INDEX of an index that is used";

pub(super) fn check(look: &Look, found: &mut Found) {
    for index in dropped(look, &[ObjectType::Index]) {
        let Thing::Relation(name) = &index.thing else { continue };
        let subject = look.index(name);
        let Some(known) = subject.known() else {
            if !subject.is_new() && !index.drop.if_exists {
                let message =
                    format!("DROP INDEX of {} (not in this database): does somebody use it?", index.name);
                found
                    .add(Severity::Info, message)
                    .hint("Look at pg_stat_user_indexes on the server that has it.");
            }
            continue;
        };
        let Some(there) = known.table.indexes.iter().find(|there| there.name == name.name) else { continue };
        if !there.is_valid || is_ours(&there.name) {
            continue;
        }
        let Some((severity, why)) = used(look, &subject, known, name, there) else { continue };
        let message = format!("DROP INDEX of {} on {}: {why}", shown(&there.name), subject.described());
        let finding = found.add(severity, message).hint(
            "Look at each standby's pg_stat_user_indexes, too; migrate.safe_drop_index notes the definition for undo.",
        );
        if look.is_of_script()
            && index.drop.objects.len() == 1
            && !index.drop.cascade
            && severity < Severity::Error
        {
            finding.fix(format!("SELECT migrate.safe_drop_index({})", look.literal(&index.name)));
        }
    }
}

fn used(
    look: &Look,
    subject: &Subject,
    known: &Known,
    name: &Relation,
    index: &Index,
) -> Option<(Severity, String)> {
    if let Some(constraint) = &index.constraint {
        let constraint = shown(constraint);
        return Some((
            Severity::Error,
            format!("it fails, for constraint {constraint} needs it; DROP CONSTRAINT drops both."),
        ));
    }
    if index.parent.is_some() {
        return Some((
            Severity::Error,
            "it fails, for it is a part of the index of the partitioned table.".into(),
        ));
    }
    if !index.referenced_by.is_empty() {
        return Some((Severity::Error, format!("it fails, for {} need it.", index.referenced_by.join(", "))));
    }
    if index.is_replica_identity && known.replication.publications.iter().any(|to| to.needs_identity) {
        return Some((
            Severity::Error,
            "it is the replica identity of a published table: UPDATE and DELETE fail.".into(),
        ));
    }
    let is_unique = index.definition.starts_with("UNIQUE ");
    let scans = look.facts().index_use(name).filter(|used| used.scans > 0);
    let times = scans.map(|used| {
        let last = used.last.map(|last| format!(", last on {last}")).unwrap_or_default();
        let since = used.since.map(|since| format!(" since {since}")).unwrap_or_default();
        format!("this server has used it {} times{since}{last}", used.scans)
    });
    match (is_unique, times) {
        (true, Some(times)) => {
            Some((Severity::Warning, format!("doubles can come, INSERT ... ON CONFLICT fails, and {times}.")))
        }
        (true, None) => Some((
            Severity::Warning,
            "doubles can come, and INSERT ... ON CONFLICT of its columns fails.".into(),
        )),
        (false, Some(times)) => {
            let severity = if subject.weight() == Weight::Small { Severity::Info } else { Severity::Warning };
            Some((severity, format!("{times}.")))
        }
        (false, None) => None,
    }
}
