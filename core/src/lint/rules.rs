//! All rules, a file for each; `docs/rules/` has a page for each.

use super::finding::Found;
use super::look::Look;
use crate::text;

/// The rule that reports comments which ignore nothing.
pub const UNUSED: &str = "unused-ignore";

/// A rule.
pub struct Rule {
    /// Its id: squawk's, where that has one.
    pub id: &'static str,
    /// What it is about, a line for lists.
    pub title: &'static str,
    /// Looks at a statement.
    pub check: fn(&Look, &mut Found),
}

/// Each module has `TITLE` and `check`; its name is the rule's id.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// All rules, by id.
        pub static RULES: &[Rule] = &[
            $(Rule { id: $module::ID, title: $module::TITLE, check: $module::check },)*
        ];
    };
}

rules! {
    adding_exclusion_constraint,
    adding_field_with_default,
    adding_foreign_key_constraint,
    adding_generated_stored_column,
    adding_not_nullable_field,
    adding_required_field,
    adding_serial_primary_key_field,
    alter_index_settings,
    altering_migrate_schema,
    altering_table_under_change,
    attaching_partition_without_check,
    ban_alter_domain_with_add_constraint,
    ban_alter_extension,
    ban_alter_identity,
    ban_alter_sequence_values,
    ban_char_field,
    ban_concurrent_index_creation_in_transaction,
    ban_create_domain_with_constraint,
    ban_detach_inheritance,
    ban_disable_trigger,
    ban_drop_column,
    ban_drop_constraint,
    ban_drop_database,
    ban_drop_extension,
    ban_drop_function,
    ban_drop_generated_expression,
    ban_drop_index,
    ban_drop_not_null,
    ban_drop_schema,
    ban_drop_sequence,
    ban_drop_table,
    ban_drop_trigger,
    ban_drop_type,
    ban_drop_view,
    ban_duplicate_column_assignments,
    ban_revoke,
    ban_session_replication_role,
    ban_set_default,
    ban_set_schema,
    ban_truncate_cascade,
    ban_uncommitted_transaction,
    cached_plan_result_type,
    changing_column_type,
    changing_owner,
    changing_policy,
    changing_routine_signature,
    column_alignment,
    column_named_in_code,
    completing_too_soon,
    concurrent_build_timeouts,
    constraint_missing_not_valid,
    copy_server_file,
    creating_trigger,
    data_dependent_change,
    deleting_all_rows,
    disabling_row_security,
    disallowed_unique_constraint,
    drop_cascade,
    dropping_role,
    duplicate_index,
    enabling_row_security_without_policy,
    enum_type_created,
    explicit_lock,
    foreign_key_without_index,
    foreign_table_partition,
    granting_to_public,
    hash_index,
    identifier_too_long,
    if_not_exists_hides_difference,
    insert_without_column_list,
    locking_several_tables,
    locks_held_across_statements,
    merge_alter_table,
    mismatched_foreign_key_type,
    name_pattern,
    pending_trigger_events,
    policy_without_row_security,
    prefer_bigint_over_int,
    prefer_bigint_over_smallint,
    prefer_identity,
    prefer_jsonb,
    prefer_repack,
    prefer_robust_stmts,
    prefer_text_field,
    prefer_timestamp_tz,
    published_column_change,
    published_table_without_replica_identity,
    refresh_materialized_view_concurrently,
    renaming_column,
    renaming_enum_value,
    renaming_schema,
    renaming_table,
    replace_index,
    replacing_view,
    require_concurrent_index_creation,
    require_concurrent_index_deletion,
    require_concurrent_partition_detach,
    require_concurrent_reindex,
    require_enum_value_ordering,
    require_lock_timeout,
    require_statement_timeout,
    require_table_schema,
    rewriting_table,
    row_type_in_use,
    security_definer_without_search_path,
    server_wide_setting,
    setting_left_behind,
    statement_will_fail,
    subscriber_table_change,
    table_without_primary_key,
    transaction_nesting,
    updating_many_rows,
    validating_in_same_transaction,
    wide_index,
}

/// The rule of an id.
pub fn find(id: &str) -> Option<&'static str> {
    RULES.iter().map(|rule| rule.id).chain([UNUSED]).find(|known| *known == id)
}

/// The id that is nearest to a word that is none.
pub fn nearest(word: &str) -> Option<String> {
    text::nearest(word, RULES.iter().map(|rule| rule.id.to_string()).collect()).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_and_each_is_its_files_name() {
        let ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
        for id in ids {
            let file = format!("{}/src/lint/rules/{}.rs", env!("CARGO_MANIFEST_DIR"), id.replace('-', "_"));
            assert!(std::path::Path::new(&file).exists(), "{file}");
            let page = format!("{}/../docs/rules/{id}.md", env!("CARGO_MANIFEST_DIR"));
            assert!(std::path::Path::new(&page).exists(), "{page}");
        }
    }
}
