# shellcheck shell=bash
# An application beside a change: pgbench, which reads and writes a table, and the longest of its statements. Sourced behind
# lib.sh by benchmarks that set $database and $rows; what it keeps goes with the script that has sourced it.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sql() { psql -d "$database" -c 'SET client_min_messages = warning' "$@"; }
is() { [[ $(sql -c "SELECT coalesce(($1)::boolean, false)") == t ]]; }

wait_for() { # SQL: until it says t
    local tries=0
    until is "$1"; do
        ((++tries < 30000)) || { echo "never true: $1" >&2; exit 1; }
        sleep 0.02
    done
}

application_on() { # TABLE: what the application reads and writes
    table=$1
    printf '%s\n' "\\set id random(1, $rows)" "SELECT note FROM $table WHERE id = :id;" >"$work/read.sql"
    printf '%s\n' "\\set id random(1, $rows)" "UPDATE $table SET seen = seen + 1 WHERE id = :id;" >"$work/write.sql"
}

plain() { sql -c "$1" >/dev/null; }

ours() { # CALL: until its job is done
    sql -c 'SET migrate.small_table = 0' -c "SELECT * FROM migrate.$1" >/dev/null
    wait_for 'NOT EXISTS (SELECT FROM migrate.live_jobs)'
    is "(SELECT status FROM migrate.jobs ORDER BY id DESC LIMIT 1) IS DISTINCT FROM 'failed'" || {
        sql -c 'SELECT error FROM migrate.jobs ORDER BY id DESC LIMIT 1' >&2
        exit 1
    }
}

stall() { # alone | reader  COMMAND …: the longest application statement, in ms; how many it ran in a second is in $work/per_second
    local kind=$1 log=$work/log.$RANDOM scripts=("$work"/*.sql)
    shift
    sql -c CHECKPOINT
    # What the disk does is not what is measured.
    PGOPTIONS='-c synchronous_commit=off' "$PG_BINDIR/pgbench" -n -c 2 -j 1 -T 900 -l --log-prefix="$log" \
        "${scripts[@]/#/--file=}" "$database" >"$work/pgbench" 2>&1 &
    local application=$!
    wait_for "SELECT count(*) >= 2 FROM pg_stat_activity WHERE application_name = 'pgbench'"
    sleep 0.5 # at full speed
    if [[ $kind == reader ]]; then
        sql -c "SET application_name = 'reader'" -c 'BEGIN' -c "SELECT count(*) FROM $table WHERE id = 1" \
            -c 'SELECT pg_sleep(3)' -c COMMIT >/dev/null &
        wait_for "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'reader' AND query LIKE '%pg_sleep%'"
    fi
    "$@"
    wait_for "SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'reader'"
    sleep 0.2 # what was held up has to end before it is written down
    is "SELECT count(*) >= 2 FROM pg_stat_activity WHERE application_name = 'pgbench'" || {
        cat "$work/pgbench" >&2
        exit 1
    }
    sql -c "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pgbench'" >/dev/null
    wait "$application" || true
    awk '$5 + $6 / 1e6 < first || NR == 1 { first = $5 + $6 / 1e6 } $5 + $6 / 1e6 > last { last = $5 + $6 / 1e6 }
        END { printf "%d", NR / (last - first) }' "$log".* >"$work/per_second"
    awk '$3 > max { max = $3 } END { if (NR == 0) exit 1; printf "%d", max / 1000 }' "$log".*
}
