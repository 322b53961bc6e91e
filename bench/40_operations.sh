#!/usr/bin/env bash
# What the application notices of each safe operation on a large table, against the statement that one would type: the
# longest statement of a reader and a writer (pgbench), with nobody else, and while somebody has a transaction open that
# read the table, for 3 s. All in one run; ROWS=… for another size, ONLY=name for one operation.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/application.sh"
rows=${ROWS:-5000000}
database=bench_operations
fresh_database "$database"
built=$(milliseconds sql -c 'CREATE EXTENSION migrate_ext' -c "
    CREATE TABLE others AS SELECT n AS id, 'other ' || n AS name FROM generate_series(1, 1000) n" -c '
    ALTER TABLE others ADD PRIMARY KEY (id)' -c "
    CREATE TABLE items AS
    SELECT n AS id, n AS n, n % 1000 + 1 AS other_id, n AS code, 0 AS seen, 'item ' || n AS note
    FROM generate_series(1, $rows) n" -c '
    CREATE UNIQUE INDEX items_id ON items (id)' -c '
    CREATE TABLE parent (LIKE items) PARTITION BY RANGE (id)' -c 'VACUUM ANALYZE' -c 'CHECKPOINT')
printf '%s rows, %s, built in %d s\n' "$rows" \
    "$(sql -c "SELECT pg_size_pretty(pg_total_relation_size('items'))")" $((built / 1000))

application_on items

compare() { # NAME  BEFORE  STATEMENT  CALL  DONE  AFTER: one row; DONE says t if it is there
    local name=$1 before=$2 statement=$3 call=$4 done=$5 after=$6 row=() kind how
    [[ -z ${ONLY:-} || $ONLY == "$name" ]] || return 0
    if [[ $call ]] && ! is "SELECT EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'migrate'::regnamespace
                                           AND proname = '${call%%(*}')"; then
        return 0
    fi
    for kind in alone reader; do
        for how in plain ours; do
            [[ -z $before ]] || sql -c "$before" >/dev/null
            if [[ $how == plain ]]; then
                row+=("$(stall $kind plain "$statement")")
            else
                row+=("$(stall $kind ours "$call")")
            fi
            is "$done" || { echo "$name, $how: not there" >&2; exit 1; }
            sql -c "$after" -c 'DELETE FROM migrate.operations' >/dev/null
        done
    done
    printf '| %-22s | %11s | %10s | %18s | %16s |\n' "$name" "${row[@]}"
}

printf '| longest statement, ms  | plain alone | ours alone | plain, with reader | ours, with reader |\n|---|---|---|---|---|\n'
nothing() { sleep 5; }
printf '| %-22s | %11s | %10s | %18s | %16s |\n' 'no change, for 5 s' "$(stall alone nothing)" '' "$(stall reader nothing)" ''

constraint() { echo "EXISTS (SELECT FROM pg_constraint WHERE conname = '$1' AND convalidated)"; }
index() { echo "EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('$1') AND indisvalid)"; }
not_null() { echo "(SELECT attnotnull FROM pg_attribute WHERE attrelid = 'items'::regclass AND attname = '$1')"; }

compare create_index '' 'CREATE INDEX items_n ON items (n)' \
    "safe_create_index('items', ARRAY['n'], index_name => 'items_n')" "$(index items_n)" 'DROP INDEX items_n'
compare drop_index 'CREATE INDEX items_n ON items (n)' 'DROP INDEX items_n' \
    "safe_drop_index('items_n')" "to_regclass('items_n') IS NULL" 'SELECT 1'
compare reindex '' 'REINDEX INDEX items_id' "safe_reindex('items_id')" "$(index items_id)" 'SELECT 1'
compare set_not_null '' 'ALTER TABLE items ALTER n SET NOT NULL' "safe_set_not_null('items', 'n')" \
    "$(not_null n)" 'ALTER TABLE items ALTER n DROP NOT NULL'
compare drop_not_null 'ALTER TABLE items ALTER n SET NOT NULL' 'ALTER TABLE items ALTER n DROP NOT NULL' \
    "safe_drop_not_null('items', 'n')" "NOT $(not_null n)" 'SELECT 1'
compare set_default '' 'ALTER TABLE items ALTER n SET DEFAULT 1' "safe_set_default('items', 'n', '1')" \
    "EXISTS (SELECT FROM pg_attrdef WHERE adrelid = 'items'::regclass)" 'ALTER TABLE items ALTER n DROP DEFAULT'
compare add_constraint '' 'ALTER TABLE items ADD CONSTRAINT c CHECK (n > 0)' \
    "safe_add_constraint('items', 'c', 'n > 0')" "$(constraint c)" 'ALTER TABLE items DROP CONSTRAINT c'
# As the guide has it, both in one transaction.
compare validate_constraint 'ALTER TABLE items ADD CONSTRAINT c CHECK (n > 0) NOT VALID' \
    'BEGIN; ALTER TABLE items ADD CONSTRAINT d CHECK (n > 0) NOT VALID; ALTER TABLE items VALIDATE CONSTRAINT c; COMMIT' \
    "safe_validate_constraint('items', 'c')" "$(constraint c)" \
    'ALTER TABLE items DROP CONSTRAINT c, DROP CONSTRAINT IF EXISTS d'
compare add_foreign_key '' 'ALTER TABLE items ADD CONSTRAINT f FOREIGN KEY (other_id) REFERENCES others' \
    "safe_add_foreign_key('items', ARRAY['other_id'], 'others', constraint_name => 'f')" "$(constraint f)" \
    'ALTER TABLE items DROP CONSTRAINT f'
compare add_unique '' 'ALTER TABLE items ADD CONSTRAINT u UNIQUE (code)' \
    "safe_add_unique('items', ARRAY['code'], constraint_name => 'u')" "$(constraint u)" \
    'ALTER TABLE items DROP CONSTRAINT u'
compare add_primary_key '' 'ALTER TABLE items ADD CONSTRAINT p PRIMARY KEY (id)' \
    "safe_add_primary_key('items', ARRAY['id'], constraint_name => 'p')" "$(constraint p)" \
    'ALTER TABLE items DROP CONSTRAINT p; ALTER TABLE items ALTER id DROP NOT NULL'
compare add_column '' 'ALTER TABLE items ADD COLUMN token uuid DEFAULT gen_random_uuid() NOT NULL' \
    "safe_add_column('items', 'token', 'uuid', default_value => 'gen_random_uuid()', not_null => true)" \
    "$(not_null token)" 'ALTER TABLE items DROP COLUMN token'
compare backfill 'ALTER TABLE items ADD COLUMN copy int' 'UPDATE items SET copy = n' \
    "safe_backfill('items', 'copy = n')" '(SELECT copy = n FROM items WHERE id = 1)' \
    'ALTER TABLE items DROP COLUMN copy'
compare rename_table '' \
    'BEGIN; ALTER TABLE items RENAME TO things; CREATE VIEW items AS TABLE things; COMMIT' \
    "safe_rename_table('items', 'things')" "to_regclass('things') IS NOT NULL" \
    'DROP VIEW items; ALTER TABLE things RENAME TO items'
bounds="FOR VALUES FROM (0) TO ($((rows + 1)))"
compare attach_partition '' "ALTER TABLE parent ATTACH PARTITION items $bounds" \
    "safe_attach_partition('parent', 'items', '$bounds')" \
    "EXISTS (SELECT FROM pg_inherits WHERE inhrelid = 'items'::regclass)" 'ALTER TABLE parent DETACH PARTITION items'
# The application goes through the parent, and what is detached is another partition.
if [[ -z ${ONLY:-} || $ONLY == detach_partition ]]; then
    old='FOR VALUES FROM (-1) TO (0)'
    sql -c "ALTER TABLE parent ATTACH PARTITION items $bounds" -c "CREATE TABLE old PARTITION OF parent $old" >/dev/null
    application_on parent
fi
compare detach_partition '' 'ALTER TABLE parent DETACH PARTITION old' "safe_detach_partition('parent', 'old')" \
    "NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = 'old'::regclass)" "ALTER TABLE parent ATTACH PARTITION old ${old:-}"
