#!/usr/bin/env bash
# How large a table is behind a backfill of all its rows, and how long that takes: as it is, and with migrate.backfill_reuse,
# in turns, each in a new table. A column is filled that was NULL, as the long road of a change of type does it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rounds=${ROUNDS:-5}
rows=${COUNT:-1000000}
db=bench_reuse

size() { psql -d $db -c "SELECT pg_relation_size('articles'), pg_indexes_size('articles')"; }

kilobytes() { awk -F'|' '{ printf "%d", ($1 + $2) / 1024 }' <<<"$1"; }

kilobytes_before='' kilobytes_after=''
fill() { # on or off
    PGOPTIONS="-c migrate.backfill_reuse=$1 -c migrate.small_table=0" psql -d $db -c "SELECT status FROM migrate.safe_backfill(
        'articles', 'word_count = length(body)', condition => 'word_count IS NULL')"
    psql -d $db -c "CALL migrate.wait($(psql -d $db -c 'SELECT max(id) FROM migrate.jobs'))"
}

one() { # on or off
    psql -d $db >/dev/null 2>&1 <<SQL
DROP TABLE IF EXISTS articles;
CREATE TABLE articles (id bigint PRIMARY KEY, body text, word_count int);
INSERT INTO articles SELECT i, repeat('word ', (i % 20)::int), NULL FROM generate_series(1, $rows) i;
VACUUM (FREEZE, ANALYZE) articles;
CHECKPOINT;
SQL
    local before after took
    before=$(size)
    took=$(milliseconds fill "$1")
    after=$(size)
    awk -F'|' -v how="reuse $1" -v ms="$took" -v after="$after" '{ split(after, a, "|")
        printf "%-10s %7d ms  table %4.2f  indexes %4.2f  together %4.2f of before\n", how, ms, a[1] / $1, a[2] / $2,
            (a[1] + a[2]) / ($1 + $2) }' <<<"$before"
    [[ $1 == off ]] || kilobytes_before+=" $(kilobytes "$before")" kilobytes_after+=" $(kilobytes "$after")"
    [[ $(psql -d $db -c 'SELECT count(*) FROM articles WHERE word_count IS DISTINCT FROM length(body)') == 0 ]]
}

fresh_database $db
psql -d $db -c 'CREATE EXTENSION migrate_ext'
for ((round = 1; round <= rounds; round++)); do
    one off
    one on
done
summary "kilobytes of $rows rows and their indexes behind a backfill, backfill_reuse on" 'before it' "$kilobytes_before" "$kilobytes_after"
