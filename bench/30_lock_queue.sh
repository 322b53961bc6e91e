#!/usr/bin/env bash
# What the application notices of ADD COLUMN while somebody reads the table for 4 s: the longest pgbench
# transaction (2 clients), with plain ALTER TABLE and with CALL migrate.up(), each in a new database, in one run.
# Then the time to the lock with 32 writing clients and no long reader.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rounds=${ROUNDS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

prepare() { # DATABASE
    fresh_database "$1"
    "$PG_BINDIR/pgbench" -i -q -s 10 "$1" >/dev/null 2>&1
    psql -d "$1" -c 'CREATE EXTENSION migrate_ext' -c "SELECT migrate.create('Add note',
        up => 'ALTER TABLE pgbench_accounts ADD COLUMN note text')" -c CHECKPOINT >/dev/null
}

change() { # plain | migrate  DATABASE: the milliseconds it took
    if [[ $1 == plain ]]; then
        milliseconds psql -d "$2" -c 'ALTER TABLE pgbench_accounts ADD COLUMN note text'
    else
        milliseconds psql -d "$2" -c 'SET client_min_messages = warning' -c 'CALL migrate.up()'
    fi
}

wait_for() { # DATABASE SQL: until it says t
    local tries=0
    until [[ $(psql -d "$1" -c "$2") == t ]]; do
        ((++tries < 500)) || { echo "never true: $2" >&2; exit 1; }
        sleep 0.02
    done
}

stall() { # plain | migrate: longest application transaction and the change's own time, in ms
    local database=bench_lock_$1 log took
    prepare "$database"
    log=$work/$1.$RANDOM
    "$PG_BINDIR/pgbench" -n -c 2 -j 1 -T 8 -N -l --log-prefix="$log" "$database" >/dev/null 2>&1 &
    wait_for "$database" "SELECT count(*) >= 2 FROM pg_stat_activity WHERE application_name = 'pgbench'"
    psql -d "$database" -c "SET application_name = 'reader'" -c 'BEGIN' -c 'SELECT count(*) FROM pgbench_branches b, pgbench_accounts a WHERE a.aid = 1' \
        -c 'SELECT pg_sleep(4)' -c COMMIT >/dev/null &
    wait_for "$database" "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'reader' AND query LIKE '%pg_sleep%'"
    took=$(change "$1" "$database")
    wait
    awk -v took="$took" '$3 > max { max = $3 } END { printf "%d %d\n", max / 1000, took }' "$log".*
}

writers() { # plain | migrate: time of the change beside 32 writers, in ms
    local database=bench_lock_$1
    prepare "$database"
    "$PG_BINDIR/pgbench" -n -c 32 -j 2 -T 6 -N "$database" >/dev/null 2>&1 &
    wait_for "$database" "SELECT count(*) >= 32 FROM pg_stat_activity WHERE application_name = 'pgbench'"
    sleep 1 # all of them at full speed
    change "$1" "$database"
    wait
}

declare -A longest own
printf '%-8s %18s %18s %18s %18s\n' round 'plain: longest ms' 'ours: longest ms' 'plain: own ms' 'ours: own ms'
for ((round = 1; round <= rounds; round++)); do
    row=()
    for kind in plain migrate; do
        read -r a b < <(stall $kind)
        longest[$kind]+=" $a" own[$kind]+=" $b"
        row+=("$a" "$b")
    done
    printf '%-8s %18s %18s %18s %18s\n' "$round" "${row[0]}" "${row[2]}" "${row[1]}" "${row[3]}"
done
# shellcheck disable=SC2086 # lists of numbers
awk -v a="$(median ${longest[plain]})" -v b="$(median ${longest[migrate]})" \
    'BEGIN { printf "median of the longest: plain %d ms, ours %d ms; ours is 1/%.0f of plain\n", a, b, a / (b > 0 ? b : 1) }'

declare -A times
for ((round = 1; round <= rounds; round++)); do
    for kind in plain migrate; do times[$kind]+=" $(writers $kind)"; done
done
echo "32 writers, no reader: plain${times[plain]} ms, ours${times[migrate]} ms"
# shellcheck disable=SC2086
awk -v a="$(median ${times[plain]})" -v b="$(median ${times[migrate]})" \
    'BEGIN { printf "median: plain %d ms, ours %d ms, ratio %.1f\n", a, b, b / a }'
summary 'ADD COLUMN beside a reader of 4 s: longest statement of others' 'plain ALTER TABLE' "${longest[plain]}" "${longest[migrate]}"
summary 'the same: until it is done' 'plain ALTER TABLE' "${own[plain]}" "${own[migrate]}"
summary 'ADD COLUMN beside 32 writers: until it is done' 'plain ALTER TABLE' "${times[plain]}" "${times[migrate]}"
