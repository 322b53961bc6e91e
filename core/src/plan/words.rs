//! What a step of an operation does, in one line of words of SQL: a function for each kind of step. Answers, plans and
//! lists of work have them; none of them is cut out of SQL text.
//!
//! A name is as people read it. The table is left out where it is the one that the operation is about.

use crate::name::shown;
use crate::text::few;

/// `add column word_count int`.
pub fn add_column(column: &str, data_type: &str) -> String {
    format!("add column {} {}", shown(column), data_type.trim())
}

/// `drop column word_count`.
pub fn drop_column(column: &str) -> String {
    format!("drop column {}", shown(column))
}

/// `rename column state to status`.
pub fn rename_column(from: &str, to: &str) -> String {
    format!("rename column {} to {}", shown(from), shown(to))
}

/// Something about a column: `alter column word_count set not null`.
pub fn alter_column(column: &str, how: &str) -> String {
    format!("alter column {} {how}", shown(column))
}

/// `add constraint articles_check`.
pub fn add_constraint(name: &str) -> String {
    format!("add constraint {}", shown(name))
}

/// `add constraint articles_check not valid`.
pub fn add_not_valid(name: &str) -> String {
    format!("add constraint {} not valid", shown(name))
}

/// `validate constraint articles_check`.
pub fn validate(name: &str) -> String {
    format!("validate constraint {}", shown(name))
}

/// Something about a constraint: `alter constraint articles_slug_not_null inherit`.
pub fn alter_constraint(name: &str, how: &str) -> String {
    format!("alter constraint {} {how}", shown(name))
}

/// `drop constraint articles_check`.
pub fn drop_constraint(name: &str) -> String {
    format!("drop constraint {}", shown(name))
}

/// `create index articles_slug_idx concurrently`.
pub fn create_index(name: &str, is_unique: bool, is_concurrent: bool) -> String {
    let unique = if is_unique { "unique " } else { "" };
    format!("create {unique}index {}{}", shown(name), concurrently(is_concurrent))
}

/// `drop index articles_slug_idx concurrently`.
pub fn drop_index(name: &str, is_concurrent: bool) -> String {
    format!("drop index {}{}", shown(name), concurrently(is_concurrent))
}

/// `reindex articles_slug_idx concurrently`: an index, or all of a table.
pub fn reindex(name: &str, is_concurrent: bool) -> String {
    format!("reindex {}{}", shown(name), concurrently(is_concurrent))
}

/// `attach index articles_2026_slug_idx`: that of a partition to the parent's.
pub fn attach_index(name: &str) -> String {
    format!("attach index {}", shown(name))
}

/// `rename index a to b`.
pub fn rename_index(from: &str, to: &str) -> String {
    format!("rename index {} to {}", shown(from), shown(to))
}

/// Something else about an index: `alter index articles_slug_idx set statistics`.
pub fn alter_index(name: &str, how: &str) -> String {
    format!("alter index {} {how}", shown(name))
}

/// `check that index articles_slug_idx is valid`.
pub fn is_whole(index: &str) -> String {
    format!("check that index {} is valid", shown(index))
}

fn concurrently(is_concurrent: bool) -> &'static str {
    if is_concurrent { " concurrently" } else { "" }
}

/// `backfill word_count`: the columns that are given values.
pub fn backfill<'a>(columns: impl Iterator<Item = &'a str>) -> String {
    const FEW: usize = 3;
    let columns: Vec<_> = columns.map(shown).collect();
    format!("backfill {}", few(&columns, FEW))
}

/// `check that state and status agree`: a look at all rows, which fails if one is not so.
pub fn check_rows(that: &str) -> String {
    format!("check that {that}")
}

/// The function of the triggers that keep two ends in step: `create trigger function`.
pub fn sync_function(verb: &str) -> String {
    format!("{verb} trigger function")
}

/// Nobody else may call that function.
pub fn sync_function_revoked() -> String {
    "revoke trigger function from public".into()
}

/// One of the triggers that keep two ends in step: `create trigger on insert (both directions)`.
pub fn sync_trigger(event: &str, is_one_way: bool) -> String {
    let ways = if is_one_way { "one direction" } else { "both directions" };
    format!("create trigger on {} ({ways})", event.to_lowercase())
}

/// `create trigger on update (notes writes)`.
pub fn watch_trigger(event: &str) -> String {
    format!("create trigger on {} (notes writes)", event.to_lowercase())
}

/// `enable trigger always`.
pub fn always() -> String {
    "enable trigger always".into()
}

/// A trigger goes.
pub fn drop_trigger() -> String {
    "drop trigger".into()
}

/// The mark of a change is put on its table.
pub fn put_mark() -> String {
    "create trigger (mark of the change)".into()
}

/// The mark of a change is taken off.
pub fn take_mark() -> String {
    "drop trigger (mark of the change)".into()
}

/// `create view chats`.
pub fn create_view(name: &str) -> String {
    format!("create view {}", shown(name))
}

/// `drop view chats`.
pub fn drop_view(name: &str) -> String {
    format!("drop view {}", shown(name))
}

/// `set defaults of view chats`: what a view has beside its query.
pub fn view_has(what: &str, name: &str) -> String {
    format!("set {what} of view {}", shown(name))
}

/// Privileges of something for something else: `copy privileges to status`.
pub fn copy_privileges(to: &str) -> String {
    format!("copy privileges to {}", shown(to))
}

/// `comment on column word_count`.
pub fn comment_on(kind: &str, name: &str) -> String {
    format!("comment on {kind} {}", shown(name))
}

/// `create sequence articles_id_seq`, and what else is done to one.
pub fn sequence(verb: &str, name: &str, how: &str) -> String {
    let line = format!("{verb} sequence {} {how}", shown(name));
    line.trim_end().into()
}

/// `rename table conversations to chats`.
pub fn rename_table(from: &str, to: &str) -> String {
    format!("rename table {} to {}", shown(from), shown(to))
}

/// `drop table articles`.
pub fn drop_table(name: &str) -> String {
    format!("drop table {}", shown(name))
}

/// `set schema archive`.
pub fn set_schema(schema: &str) -> String {
    format!("set schema {}", shown(schema))
}

/// `add value archived`, to an enum.
pub fn add_value(value: &str) -> String {
    format!("add value {}", shown(value))
}

/// `attach partition articles_2026`.
pub fn attach_partition(name: &str) -> String {
    format!("attach partition {}", shown(name))
}

/// `detach partition articles_2026 concurrently`.
pub fn detach_partition(name: &str, how: &str) -> String {
    let line = format!("detach partition {} {how}", shown(name));
    line.trim_end().into()
}

/// `analyze articles`.
pub fn analyze(table: &str) -> String {
    format!("analyze {}", shown(table))
}

/// `cluster on articles_slug_idx`, `replica identity using index articles_slug_idx`: what the table uses an index for.
pub fn table_uses(how: &str, index: &str) -> String {
    format!("{how} {}", shown(index))
}

/// Something else that stands in the way and is made again: `drop policy`, `create trigger`.
pub fn remade(verb: &str, kind: &str) -> String {
    format!("{verb} {kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_told_in_words_of_sql() {
        assert_eq!(add_column("Word count", " int "), "add column \"Word count\" int");
        assert_eq!(create_index("i", true, true), "create unique index i concurrently");
        assert_eq!(drop_index("I", false), "drop index \"I\"");
        assert_eq!(backfill(["a", "b"].into_iter()), "backfill a, b");
        assert_eq!(backfill(["a", "b", "c", "d", "e"].into_iter()), "backfill a, b, c and 2 more");
        assert_eq!(sync_trigger("INSERT", false), "create trigger on insert (both directions)");
        assert_eq!(sequence("alter", "s", ""), "alter sequence s");
    }
}
