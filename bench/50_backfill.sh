#!/usr/bin/env bash
# Backfill of 1 M and 4 M rows, against one UPDATE of the same rows (the floor): with one worker and with two, in turns, each
# in a new table after a checkpoint. Beside them two sessions with an UPDATE of one half of the blocks each, which is the least
# that two workers can need on this machine. Then the loop of the guide, UPDATE … WHERE id IN (SELECT … IS NULL LIMIT 1000), for
# contrast, at a size at which it ends.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rounds=${ROUNDS:-5}
small=${COUNT:-1000000}
large=${LARGE:-4000000}
loop=${LOOP:-100000}
db=bench_backfill

prepare() { # ROWS: a new table
    psql -d $db >/dev/null 2>&1 <<SQL
DROP TABLE IF EXISTS articles;
CREATE TABLE articles (id bigint PRIMARY KEY, body text, word_count int);
INSERT INTO articles SELECT i, repeat('word ', (i % 20)::int), NULL FROM generate_series(1, $1) i;
VACUUM (FREEZE, ANALYZE) articles;
CHECKPOINT;
SQL
}

must_be_done() {
    local left
    left=$(psql -d $db -c 'SELECT count(*) FROM articles WHERE word_count IS DISTINCT FROM length(body)')
    [[ $left == 0 ]] || {
        echo "$left rows are not filled" >&2
        exit 1
    }
}

ours() { # WORKERS
    psql -d $db -c "SELECT status FROM migrate.safe_backfill('articles', 'word_count = length(body)',
        condition => 'word_count IS NULL', parallel => $1)"
    psql -d $db -c "CALL migrate.wait($(psql -d $db -c 'SELECT max(id) FROM migrate.jobs'))"
}

halves() {
    local middle
    middle=$(psql -d $db -c "SELECT pg_relation_size('articles') / current_setting('block_size')::int / 2")
    local update='UPDATE articles SET word_count = length(body) WHERE word_count IS NULL AND ctid'
    psql -d $db -c "$update < '($middle,0)'" &
    local first=$!
    psql -d $db -c "$update >= '($middle,0)'"
    wait "$first"
}

fill() { # KIND ROWS: milliseconds
    prepare "$2"
    case $1 in
    update) milliseconds psql -d $db -c 'UPDATE articles SET word_count = length(body) WHERE word_count IS NULL' ;;
    ours*) milliseconds ours "${1#ours}" ;;
    halves) milliseconds halves ;;
    loop) milliseconds psql -d $db -c "
DO \$\$
DECLARE n int;
BEGIN
    LOOP
        UPDATE articles SET word_count = length(body)
        WHERE id IN (SELECT id FROM articles WHERE word_count IS NULL LIMIT 1000);
        GET DIAGNOSTICS n = ROW_COUNT;
        EXIT WHEN n = 0;
        COMMIT;
    END LOOP;
END \$\$" ;;
    esac
    must_be_done
}

fresh_database $db
psql -d $db -c 'CREATE EXTENSION migrate_ext'
declare -A times
for rows in "$small" "$large"; do
    for ((round = 1; round <= rounds; round++)); do
        for kind in update ours1 ours2 halves; do
            times[$kind.$rows]+=" $(fill $kind "$rows")"
        done
    done
    for kind in update ours1 ours2 halves; do
        # shellcheck disable=SC2086 # a list of numbers
        printf '%9d rows  %-7s %s   median %s ms\n' "$rows" "$kind" "${times[$kind.$rows]}" "$(median ${times[$kind.$rows]})"
    done
done
# shellcheck disable=SC2086
ratio() { awk -v a="$(median ${times[$1]})" -v b="$(median ${times[$2]})" 'BEGIN { printf "%.2f", a / b }'; }
for rows in "$small" "$large"; do
    echo "$rows rows: one worker $(ratio ours1.$rows update.$rows) of the UPDATE, two workers $(ratio ours2.$rows update.$rows)," \
        "two sessions with a half each $(ratio halves.$rows update.$rows)"
    summary "backfill of $rows rows, one worker" 'one UPDATE' "${times[update.$rows]}" "${times[ours1.$rows]}"
    summary "backfill of $rows rows, two workers" 'two sessions, half of the UPDATE each' "${times[halves.$rows]}" "${times[ours2.$rows]}"
done
echo "growth from $small to $large rows: UPDATE $(ratio update.$large update.$small), one worker $(ratio ours1.$large ours1.$small)"
for kind in update ours1 loop; do printf '%9d rows  %-7s %s ms\n' "$loop" "$kind" "$(fill $kind "$loop")"; done
