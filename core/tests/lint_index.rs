//! `docs/rules/README.md` has a place for each rule of the linters that people know: beside one of ours, or among those that
//! are not needed here, with the reason.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use migrate_core::lint::RULES;

/// squawk 2.70, `squawk --help` and its documentation.
const SQUAWK: &str = "require-concurrent-index-creation require-concurrent-index-deletion constraint-missing-not-valid
    adding-field-with-default adding-foreign-key-constraint changing-column-type adding-not-nullable-field
    adding-serial-primary-key-field renaming-column renaming-table disallowed-unique-constraint ban-drop-database
    prefer-bigint-over-int prefer-bigint-over-smallint prefer-identity prefer-repack prefer-robust-stmts prefer-text-field
    prefer-timestamp-tz ban-char-field ban-drop-column ban-drop-table ban-drop-not-null transaction-nesting
    adding-required-field ban-concurrent-index-creation-in-transaction unused-ignore ban-create-domain-with-constraint
    ban-alter-domain-with-add-constraint ban-truncate-cascade require-timeout-settings ban-uncommitted-transaction
    require-enum-value-ordering require-table-schema identifier-too-long require-concurrent-partition-detach
    require-concurrent-reindex require-lock-timeout require-statement-timeout ban-drop-view ban-drop-function ban-drop-type
    ban-drop-schema ban-drop-sequence ban-drop-domain ban-drop-constraint ban-drop-generated-expression renaming-object
    ban-set-schema ban-alter-identity ban-drop-extension ban-alter-generated-expression ban-drop-index ban-set-default
    ban-disable-trigger ban-replica-identity ban-drop-policy ban-revoke ban-replace-view-function
    ban-alter-policy-condition ban-alter-policy-roles ban-create-policy ban-alter-function-options ban-alter-view-options
    ban-alter-role-options ban-alter-database-options ban-alter-row-level-security ban-new-write-restriction
    ban-add-enum-value ban-add-composite-attribute ban-add-column ban-detach-inheritance ban-alter-sequence-values
    ban-alter-system-options ban-alter-extension ban-drop-default ban-drop-trigger ban-duplicate-column-assignments";

/// strong_migrations and online_migrations.
const RAILS: &str = "add_column_default add_column_default_callable add_column_json add_column_generated_stored
    add_column_auto_incrementing change_column change_column_with_not_null change_column_constraint remove_column
    rename_column rename_enum_value rename_schema rename_table add_reference add_index remove_index add_index_columns
    add_index_corruption change_table create_table execute change_column_default change_column_null
    add_foreign_key validate_foreign_key add_check_constraint validate_check_constraint add_exclusion_constraint
    add_unique_constraint copy_algorithm lock_option short_primary_key_type add_inheritance_column replace_index
    multiple_foreign_keys drop_table_multiple_foreign_keys mismatched_foreign_key_type add_text_limit_constraint
    add_not_null_constraint add_timestamps_with_default add_column_with_default validate_constraint";

/// eugene.
const EUGENE: &str = "E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 E11 W12 W13 W14 E15";

/// django-pg-zero-downtime-migrations, atlas, pg-schema-diff.
const OTHERS: &str = "ADD_COLUMN_NOT_NULL ALTER_COLUMN_TYPE ADD_CONSTRAINT_EXCLUDE ALTER_TABLE_RENAME
    ALTER_TABLE_SET_TABLESPACE ALTER_TABLE_RENAME_COLUMN DS101 DS102 DS103 MF101 MF102 MF103 MF104 BC101 BC102 CD101
    NM101 PG101 PG102 PG103 PG104 PG105 PG110 PG301 PG302 PG303 PG304 PG305 ACQUIRES_ACCESS_EXCLUSIVE_LOCK
    ACQUIRES_SHARE_LOCK ACQUIRES_SHARE_ROW_EXCLUSIVE_LOCK AUTHZ_UPDATE CORRECTNESS DELETES_DATA
    HAS_UNTRACKABLE_DEPENDENCIES IMPACTS_DATABASE_PERFORMANCE INDEX_BUILD INDEX_DROPPED IS_USER_GENERATED
    UPGRADING_EXTENSION_VERSION";

fn index() -> String {
    let file: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../docs/rules/README.md"].iter().collect();
    fs::read_to_string(file).expect("the list of rules")
}

#[test]
fn each_rule_of_others_has_its_place() {
    let index = index();
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let words: HashSet<&str> = index.split(|c| !is_of_id(c)).collect();
    let all = [SQUAWK, RAILS, EUGENE, OTHERS].into_iter().flat_map(str::split_whitespace);
    let missing: Vec<_> = all.filter(|id| !words.contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn each_rule_of_ours_is_listed_once_and_in_order() {
    let index = index();
    let listed: Vec<_> = index
        .lines()
        .filter_map(|line| line.strip_prefix("| [")?.split_once(']').map(|(id, _)| id))
        .collect();
    let ours: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(listed, ours);
}
