//! The readings of a few hundred statements (`ddl/reading.json`), which a test with a server writes and checks
//! (`tests/client/tests/readings.rs`).

use std::collections::BTreeSet;

use migrate_core::ddl::Reading;
use serde_json::Value;

/// Each entry of the file: the statement, and what is kept of its reading.
fn entries() -> Vec<(String, Value)> {
    let file: Vec<Value> = serde_json::from_str(include_str!("ddl/reading.json")).expect("a list");
    file.into_iter()
        .map(|mut entry| {
            let fields = entry.as_object_mut().expect("an object");
            let sql = fields.remove("sql").expect("its statement");
            (sql.as_str().expect("a text").to_string(), entry)
        })
        .collect()
}

/// Calls `look` with each object of a reading, from the outside in.
fn objects(value: &Value, look: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            look(fields);
            fields.values().for_each(|value| objects(value, look));
        }
        Value::Array(values) => values.iter().for_each(|value| objects(value, look)),
        _ => {}
    }
}

/// The texts of the expressions and bounds of a statement, in the order in which they stand.
fn texts(sql: &str) -> Vec<String> {
    let entries = entries();
    let (sql, reading) = entries.iter().find(|(text, _)| text.starts_with(sql)).expect(sql);
    let mut spans = BTreeSet::new();
    objects(reading, &mut |fields| {
        if let Some(span) = fields.get("span") {
            let offset = |end: &str| span[end].as_u64().expect("an offset");
            spans.insert((offset("from"), offset("to")));
        }
    });
    spans.into_iter().map(|(from, to)| sql[from as usize..to as usize].to_string()).collect()
}

#[test]
fn each_reads_back_as_it_was_written() {
    let entries = entries();
    assert!(entries.len() > 400, "{}", entries.len());
    for (sql, json) in entries {
        let reading: Reading = serde_json::from_value(json.clone()).expect(&sql);
        assert_eq!(reading.to_json(), json, "{sql}");
    }
}

#[test]
fn places_lie_in_the_text() {
    for (sql, json) in entries() {
        objects(&json, &mut |fields| {
            if let Some(place) = fields.get("place") {
                assert!(sql.is_char_boundary(place.as_u64().unwrap() as usize), "{sql}: {fields:?}");
            }
            if let Some(span) = fields.get("span") {
                let (from, to) =
                    (span["from"].as_u64().unwrap() as usize, span["to"].as_u64().unwrap() as usize);
                let text = sql.get(from..to).expect(&sql);
                assert!(!text.is_empty() && text.trim() == text, "{sql}: {text:?}");
            } else {
                // What names columns or calls something has been found.
                assert!(
                    !fields.contains_key("form") || !fields.contains_key("constants"),
                    "{sql}: {fields:?}"
                );
            }
        });
    }
}

#[test]
fn expressions_end_where_they_end() {
    assert_eq!(
        texts("ALTER TABLE t ALTER a SET DEFAULT (1 + 2) * 3"),
        ["(1 + 2) * 3", "f(1, 2)", "$q$,)$q$", r"E'\','"]
    );
    assert_eq!(texts("ALTER TABLE t ALTER a TYPE numeric(12, 2)"), ["round(a, 2) + (b)::numeric", "NULL"]);
    assert_eq!(
        texts("CREATE INDEX CONCURRENTLY i ON t USING gin"),
        ["data -> 'a' ->> 'b'", "lower(b)", "c", "s.f(x)", "NOT deleted AND (a > 1 OR b IS NULL)"]
    );
    assert_eq!(
        texts("CREATE POLICY p ON t AS PERMISSIVE"),
        ["(owner = current_user)", "(a > 0) AND (b > 0)"]
    );
    assert_eq!(
        texts("CREATE TABLE parts1 PARTITION OF"),
        ["a > 1", "'x'", "FROM (1, ')', MINVALUE) TO (f(2), 'b', MAXVALUE)"]
    );
    assert_eq!(
        texts("UPDATE t SET a = b IS DISTINCT FROM c"),
        ["b IS DISTINCT FROM c", "(SELECT 1 FROM u WHERE true)", "DEFAULT", "2", "5"]
    );
    assert_eq!(texts(r"ALTER TABLE t ALTER a SET DEFAULT 'it\'s"), [r"'it\'s, \\'", r"'\')'"]);
}

/// The families and actions that the file must have.
const KINDS: &[&str] = &[
    "table.create table.create_foreign table.create_as table.alter table.truncate table.lock table.vacuum table.cluster",
    "index.create index.reindex view.create view.refresh sequence.create sequence.alter",
    "type.create_composite type.create_enum type.create_range type.create_domain type.alter_enum type.alter_domain type.alter",
    "routine.create routine.alter routine.do routine.call trigger.create trigger.create_event trigger.alter_event",
    "trigger.create_rule policy.create policy.alter object.drop object.rename object.set_schema object.change_owner",
    "object.comment object.security_label object.depends definition.define definition.create_statistics",
    "definition.alter_statistics definition.create_conversion definition.create_cast definition.create_transform",
    "definition.create_access_method definition.create_operator_class definition.create_operator_family",
    "definition.alter_operator_family definition.alter_operator definition.alter_collation",
    "definition.alter_text_search_dictionary definition.alter_text_search_configuration definition.create_language",
    "definition.create_extension definition.alter_extension definition.create_foreign_data_wrapper",
    "definition.alter_foreign_data_wrapper definition.create_foreign_server definition.alter_foreign_server",
    "definition.create_user_mapping definition.alter_user_mapping definition.drop_user_mapping",
    "definition.import_foreign_schema grant.privileges grant.role grant.defaults role.create role.alter role.alter_set",
    "role.drop role.drop_owned role.reassign_owned publication.create publication.alter publication.create_subscription",
    "publication.alter_subscription publication.drop_subscription container.create_schema container.create_database",
    "container.alter_database container.alter_database_refresh_collation container.alter_database_set",
    "container.drop_database container.create_tablespace container.alter_tablespace container.drop_tablespace",
    "container.move_all container.alter_system session.set session.show session.set_constraints session.discard",
    "session.load session.prepare session.execute session.deallocate session.declare_cursor session.fetch",
    "session.close_portal session.listen session.unlisten session.notify session.explain session.checkpoint",
    "dml.select dml.insert dml.update dml.delete dml.merge dml.copy",
    "action.add_column action.drop_column action.alter_column_type action.column_default action.set_not_null",
    "action.drop_not_null action.drop_expression action.add_identity action.set_identity action.drop_identity",
    "action.set_statistics action.set_options action.reset_options action.set_storage action.set_compression",
    "action.alter_column_generic_options action.add_constraint action.alter_constraint action.validate_constraint",
    "action.drop_constraint action.change_owner action.cluster_on action.drop_cluster action.set_logged",
    "action.set_unlogged action.drop_oids action.set_access_method action.set_tablespace action.set_rel_options",
    "action.reset_rel_options action.trigger action.rule action.add_inherit action.drop_inherit action.add_of",
    "action.drop_of action.replica_identity action.enable_row_security action.disable_row_security",
    "action.force_row_security action.no_force_row_security action.generic_options action.attach_partition",
    "action.detach_partition action.detach_partition_finalize",
];

#[test]
fn every_kind_of_statement_is_there() {
    /// The names of an enum's value: that of its variant.
    fn variant(value: &Value) -> Option<&str> {
        value.as_str().or_else(|| value.as_object()?.keys().next().map(String::as_str))
    }
    let mut found = BTreeSet::new();
    for (sql, json) in entries() {
        let command = &json["command"];
        if let Some((family, statement)) = command.as_object().and_then(|command| command.iter().next()) {
            found.extend(variant(statement).map(|variant| format!("{family}.{variant}")));
        } else {
            assert_eq!(command, "other", "{sql}");
        }
        let actions = command["table"]["alter"]["actions"].as_array();
        found.extend(
            actions.into_iter().flatten().filter_map(variant).map(|action| format!("action.{action}")),
        );
    }
    let missing: Vec<&str> =
        KINDS.iter().flat_map(|line| line.split(' ')).filter(|kind| !found.contains(*kind)).collect();
    assert_eq!(missing, [""; 0]);
    // None is read as unknown, nor by its command tag alone.
    assert!(!found.contains("action.unknown"));
    assert!(!entries().iter().any(|(_, json)| json["command"] == "other"));
}
