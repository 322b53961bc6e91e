#!/usr/bin/env bash
# int to bigint for the primary key of a large table in use, with its sequence and a foreign key of another table: the longest
# statement of an application (pgbench, which reads, updates and inserts) while the change is made and completed, and while it
# is taken back, against one ALTER TABLE … TYPE. Then the completion once more, while somebody has a transaction open, for 3 s,
# that read the table. Beside it what has to be done at least: one UPDATE of the same rows and an index built CONCURRENTLY, with
# the same application, which waits for that UPDATE; and the same UPDATE in batches of 100 blocks, each committed, which leaves the
# application at work. How many statements that ran in a second says how much of the machine each left to it.
# ROWS=… for another size; ROUNDS=… in turns, of which the first has the rest besides.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/application.sh"
rows=${ROWS:-5000000}
rounds=${ROUNDS:-5}
database=bench_change_type

prepare() {
    fresh_database "$database"
    sql -c 'CREATE EXTENSION migrate_ext' -c 'CREATE TABLE items (id serial PRIMARY KEY, n int, seen int, note text)' \
        -c "INSERT INTO items (n, seen, note) SELECT n, 0, 'item ' || n FROM generate_series(1, $rows) n" \
        -c 'CREATE INDEX items_n ON items (n)' \
        -c 'CREATE TABLE others (item_id int REFERENCES items)' -c 'INSERT INTO others SELECT id FROM items LIMIT 100000' \
        -c 'VACUUM ANALYZE' -c CHECKPOINT
}

must_be() { # TYPE
    is "SELECT pg_typeof(id) = '$1'::regtype FROM items LIMIT 1" || { echo "it is no $1" >&2; exit 1; }
}

timed() { # KIND COMMAND …: longest statement, and how long it took, both in ms; what the application ran in a second meanwhile
    local from longest
    from=$(date +%s%N)
    longest=$(stall "$@")
    echo "$longest $((($(date +%s%N) - from) / 1000000)) $(cat "$work/per_second")"
}
row() { printf '| %-44s | %9s | %9s | %10s |\n' "$@"; }

prepare
application_on items
echo "INSERT INTO items (n, seen, note) VALUES (1, 0, 'new');" >"$work/insert.sql"
printf '%s rows, %s\n' "$rows" "$(sql -c "SELECT pg_size_pretty(pg_total_relation_size('items'))")"
row '' 'longest' 'took, ms' 'per second'
printf '|---|---|---|---|\n'
nothing() { sleep 5; }
to_bigint="safe_change_column_type('items', 'id', 'bigint')"
least() {
    sql -c 'ALTER TABLE items ADD COLUMN id_bigint bigint' -c 'UPDATE items SET id_bigint = id' \
        -c 'CREATE UNIQUE INDEX CONCURRENTLY items_id_bigint ON items (id_bigint)' >/dev/null
}
in_batches() {
    sql -c 'ALTER TABLE items ADD COLUMN id_bigint bigint' -c "DO \$\$
        DECLARE blocks bigint := pg_relation_size('items') / current_setting('block_size')::int;
        BEGIN
            FOR at IN 0 .. blocks BY 100 LOOP
                UPDATE items SET id_bigint = id WHERE ctid >= format('(%s,0)', at)::tid AND ctid < format('(%s,0)', at + 100)::tid;
                COMMIT;
            END LOOP;
        END \$\$" -c 'CREATE UNIQUE INDEX CONCURRENTLY items_id_bigint ON items (id_bigint)' >/dev/null
}

declare -A longest took
keep() { # KIND LONGEST MS PER_SECOND: a row of the table
    longest[$1]+=" $2" took[$1]+=" $3"
    row "$1" "$2" "$3" "$4"
}
both() { # ONE OTHER: the longer of the longest, and what both took
    local -a one other
    read -ra one <<<"$1"
    read -ra other <<<"$2"
    echo "$((one[0] > other[0] ? one[0] : other[0])) $((one[1] + other[1]))"
}

# shellcheck disable=SC2046 # two numbers
row 'no change, for 5 s' $(timed alone nothing)
for ((round = 1; round <= rounds; round++)); do
    ((round == 1)) || prepare
    made=$(timed alone ours "$to_bigint")
    # shellcheck disable=SC2086 # numbers
    row 'made: column, backfill, index, checks' $made
    completed=$(timed alone ours "complete('items', 'id')")
    # shellcheck disable=SC2086
    row 'completed: the exchange' $completed
    must_be bigint
    # shellcheck disable=SC2046
    keep 'both together' $(both "$made" "$completed") ''
    if ((round == 1)); then
        change=$(sql -c 'SELECT max(id) FROM migrate.changes')
        # shellcheck disable=SC2046
        row 'taken back' $(timed alone ours "undo($change)")
        must_be integer
        # shellcheck disable=SC2046
        row 'completed again, with a reader for 3 s' $(timed reader ours "complete('items', 'id')")
        must_be bigint
    fi
    prepare
    # shellcheck disable=SC2046
    keep 'ALTER TABLE … ALTER COLUMN id TYPE bigint' $(timed alone plain 'ALTER TABLE items ALTER COLUMN id TYPE bigint')
    must_be bigint
    prepare
    # shellcheck disable=SC2046
    keep 'one UPDATE, one index CONCURRENTLY' $(timed alone least)
    prepare
    # shellcheck disable=SC2046
    keep 'the UPDATE in batches, one index CONCURRENTLY' $(timed alone in_batches)
done
for floor in 'one UPDATE, one index CONCURRENTLY' 'the UPDATE in batches, one index CONCURRENTLY'; do
    summary "int to bigint, $rows rows, beside pgbench" "$floor" "${took[$floor]}" "${took['both together']}"
    summary 'the same: longest statement of others' "$floor" "${longest[$floor]}" "${longest['both together']}"
done
