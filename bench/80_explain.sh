#!/usr/bin/env bash
# What migrate.explain() takes for a type change of a table of 2 M rows, beside the change itself: the median of ten calls, and
# of three runs that are rolled back. Then scripts of 10, 1,000 and 10,000 statements. ROWS=… for another size.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rows=${ROWS:-2000000}
database=bench_explain

sql() { psql -d "$database" "$@"; }

fresh_database "$database"
sql -c 'CREATE EXTENSION migrate_ext' -c 'CREATE TABLE users (id serial PRIMARY KEY, name text)' \
    -c "INSERT INTO users (name) SELECT 'user' FROM generate_series(1, 1000)" \
    -c 'CREATE TABLE items (id serial PRIMARY KEY, n int, user_id int REFERENCES users, note text, CHECK (n >= 0))' \
    -c "INSERT INTO items (n, user_id, note) SELECT n, 1, 'item ' || n FROM generate_series(1, $rows) n" \
    -c 'CREATE INDEX items_n ON items (n)' -c 'VACUUM ANALYZE' -c CHECKPOINT

change='ALTER TABLE items ALTER COLUMN n TYPE bigint'
script="ALTER TABLE items ADD COLUMN a int; ALTER TABLE items ADD CHECK (a > 0) NOT VALID; CREATE INDEX ON items (a);
$change; ALTER TABLE items ALTER n SET NOT NULL; CREATE TABLE new (id int REFERENCES items); DROP INDEX items_n;
ALTER TABLE items DROP COLUMN note; TRUNCATE new; DROP TABLE new"

many() { # STATEMENTS TABLES: a script of so many on so many tables, each of which it alters in turn
    sql -c "SELECT string_agg(format('ALTER TABLE many_%s ADD COLUMN c%s int', n % $2, n / $2), '; ' ORDER BY n)
            FROM generate_series(0, $1 - 1) n"
}

is_seen() { # SCRIPT
    [[ $(sql -c "SELECT bool_and(seen) FROM migrate.explain('$1')") == t ]] || { echo "not seen: $1" >&2; exit 1; }
}

explain() { # SCRIPT: milliseconds of each of ten calls in one session, without the first, which loads the library
    { echo '\timing on'; for _ in {0..10}; do echo "SELECT count(*) FROM migrate.explain('$1');"; done; } |
        sql | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p' | tail -n 10
}

is_seen "$change"
is_seen "$script"
printf '%s rows, %s\n' "$rows" "$(sql -c "SELECT pg_size_pretty(pg_total_relation_size('items'))")"
printf '| %-44s | %10s |\n|---|---|\n' '' 'median, ms'
# shellcheck disable=SC2046 # numbers
printf '| %-44s | %10s |\n' 'explain: int to bigint' "$(median $(explain "$change"))"
# shellcheck disable=SC2046
printf '| %-44s | %10s |\n' 'explain: ten statements' "$(median $(explain "$script"))"
runs=()
for _ in 1 2 3; do runs+=("$(milliseconds sql -c "BEGIN; $change; ROLLBACK")"); done
printf '| %-44s | %10s |\n' 'the change itself, rolled back' "$(median "${runs[@]}")"

sql -c "DO \$\$ BEGIN FOR n IN 0..99 LOOP EXECUTE format('CREATE TABLE many_%s (id int PRIMARY KEY)', n); END LOOP; END \$\$"
folder=$(mktemp -d)
chmod a+rx "$folder" # the server reads the script
trap 'rm -rf "$folder"' EXIT
for statements in 1000 10000; do
    many "$statements" 100 >"$folder/script"
    chmod a+r "$folder/script"
    took=$(milliseconds sql -v ON_ERROR_STOP=1 -c "
        DO \$\$ BEGIN ASSERT (SELECT bool_and(seen) AND count(*) = $statements
                              FROM migrate.explain(pg_read_file('$folder/script'))); END \$\$")
    printf '| %-44s | %10s |\n' "explain: $statements statements on 100 tables" "$took"
done
