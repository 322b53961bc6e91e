#!/usr/bin/env bash
# migrate.status() with 100,000 migrations registered and applied, and what people look at while work is done, with as many
# ended jobs. The rows are written to the tables directly (20_history.sql, 20_jobs.sql): how they came there is not what is
# measured. Beside each stands what it takes to count the rows of the largest table that it is about.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${COUNT:-100000}
rounds=${ROUNDS:-5}

fresh_database bench_status
psql -d bench_status -c 'CREATE EXTENSION migrate_ext'
psql -d bench_status -v count="$count" -f "$(dirname "${BASH_SOURCE[0]}")/20_history.sql"
seen=$(psql -d bench_status -c "SELECT count(*) FILTER (WHERE status = 'applied') FROM migrate.status()")
[[ $seen == "$count" ]] || {
    echo "status() shows $seen applied migrations, not $count" >&2
    exit 1
}

timed() { # STATEMENT: the milliseconds of each round, in one session
    {
        printf '%s\n' '\o /dev/null' '\timing on'
        for ((round = 0; round <= rounds; round++)); do echo "$1;"; done
    } | psql -d bench_status | sed -n '2,$s/^Time: \([0-9.]*\) ms.*/\1/p' | tail -n "$rounds" | tr '\n' ' '
}

one() { # STATEMENT BESIDE: both in turns of a session each
    local ours theirs
    theirs=$(timed "$2")
    ours=$(timed "$1")
    # shellcheck disable=SC2086 # lists of numbers
    printf '%-42s %s  median %s ms\n' "$1" "$ours" "$(median $ours)"
    summary "$1" "$2" "$theirs" "$ours"
}

one 'SELECT count(*) FROM migrate.status()' 'SELECT count(*) FROM migrate.migrations'
one 'SELECT * FROM migrate.status()' 'SELECT version, description FROM migrate.migrations'
psql -d bench_status -v count="$count" -f "$(dirname "${BASH_SOURCE[0]}")/20_jobs.sql"
[[ $(psql -d bench_status -c "SELECT count(*) FROM migrate.jobs WHERE status = 'done'") -gt $count ]]
for view in progress work backfill_status; do
    one "SELECT * FROM migrate.$view" 'SELECT count(*) FROM migrate.jobs'
done
