#!/usr/bin/env bash
# A script of 21 MB, 110,000 INSERTs: to register it, and CALL migrate.up(), beside what its unit itself has taken by the journal
# and beside psql -1 -f. The worker's memory is the most that it had of its own (RssAnon), looked at 20 times a second.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rounds=${ROUNDS:-5}
count=${COUNT:-110000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{
    echo 'CREATE TABLE big (id int PRIMARY KEY, a text, b text, n numeric);'
    awk -v n="$count" 'BEGIN { for (i = 1; i <= n; i++) printf "INSERT INTO big VALUES (%d, \047%s\047, \047it\047\047s %s\047, %d.%02d);\n", \
        i, substr("a text that has some words in it, as the texts of rows have, and is cut somewhere behind", 1, 60 + i % 28), \
        "number " i " of the rows, with what belongs to it", i, i % 100 }'
} >"$work/1_big.sql"
printf "\\\\set file \`cat %s\`\nSELECT count(*) FROM migrate.load(:'file', '1_big.sql');\n" "$work/1_big.sql" >"$work/load.sql"

watch_memory() { # until it is ended: the most that a worker has had, in kB
    while sleep 0.05; do
        for pid in $(psql -d postgres -c "SELECT pid FROM pg_stat_activity WHERE backend_type = 'migrate_ext job'"); do
            awk '/^RssAnon/ { print $2 }' "/proc/$pid/status" 2>/dev/null || true
        done
    done >"$work/memory"
}

plain=() loaded=() ours=() unit=()
printf '%-6s %10s %8s %8s %8s %10s\n' round 'psql -1' load up unit memory
for ((round = 1; round <= rounds; round++)); do
    fresh_database bench_big_psql
    fresh_database bench_big
    psql -d bench_big -c 'CREATE EXTENSION migrate_ext' -c CHECKPOINT
    a=$(milliseconds psql -d bench_big_psql -1 -f "$work/1_big.sql")
    b=$(milliseconds psql -d bench_big -f "$work/load.sql")
    psql -d bench_big -c CHECKPOINT
    watch_memory &
    watcher=$!
    c=$(milliseconds psql -d bench_big -c 'SET client_min_messages = warning' -c 'CALL migrate.up()')
    kill "$watcher"
    wait "$watcher" 2>/dev/null || true
    [[ $(psql -d bench_big -c 'SELECT count(*) FROM big') == "$count" ]]
    d=$(psql -d bench_big -c 'SELECT execution_time_ms FROM migrate.schema_migrations')
    plain+=("$a") loaded+=("$b") ours+=("$c") unit+=("$d")
    printf '%-6s %10s %8s %8s %8s %7d MB\n' "$round" "$a" "$b" "$c" "$d" $(($(sort -n "$work/memory" | tail -1) / 1024))
done
printf 'script %s bytes; plan of the job %s characters\n' "$(stat -c %s "$work/1_big.sql")" \
    "$(psql -d bench_big -c 'SELECT max(length(plan::text)) FROM migrate.jobs')"
summary "a script of $count INSERTs, up" 'the unit itself' "${unit[*]}" "${ours[*]}"
summary "a script of $count INSERTs, up" '`psql -1 -f`' "${plain[*]}" "${ours[*]}"
