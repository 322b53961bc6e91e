#!/usr/bin/env bash
# migrate.status() with 100,000 migrations registered and applied. The rows are written to the tables directly
# (20_history.sql): how they came there is not what is measured.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${COUNT:-100000}
rounds=${ROUNDS:-3}

fresh_database bench_status
psql -d bench_status -c 'CREATE EXTENSION migrate_ext'
psql -d bench_status -v count="$count" -f "$(dirname "${BASH_SOURCE[0]}")/20_history.sql"
seen=$(psql -d bench_status -c "SELECT count(*) FILTER (WHERE status = 'applied') FROM migrate.status()")
[[ $seen == "$count" ]] || {
    echo "status() shows $seen applied migrations, not $count" >&2
    exit 1
}

timed() { # STATEMENT: each round in one session
    local times
    mapfile -t times < <({
        printf '%s\n' '\o /dev/null' '\timing on'
        for ((round = 1; round <= rounds; round++)); do echo "$1;"; done
    } | psql -d bench_status | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p')
    [[ ${#times[@]} == "$rounds" ]] || exit 1
    printf '%-42s %s   median %s ms\n' "$1" "$(printf '%10s' "${times[@]}")" "$(median "${times[@]}")"
}

timed 'SELECT count(*) FROM migrate.status()'
timed 'SELECT * FROM migrate.status()'
