#!/usr/bin/env bash
# What an application notices of a backfill that was slowed down by migrate.throttle: the 99th percentile of pgbench's own
# transactions, each flushed to the disk, without and with a backfill of the table that it updates; in turns.
# SCALE=… (100,000 rows each), EACH=… seconds, CLIENTS=…, ROWS_PER_SECOND=…, TARGET=… for others.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
source "$(dirname "${BASH_SOURCE[0]}")/application.sh"
scale=${SCALE:-40}
each=${EACH:-20}
rounds=${ROUNDS:-3}
clients=${CLIENTS:-4}
speed=${ROWS_PER_SECOND:-10000}
target=${TARGET:-100ms}
database=bench_throttled

percentiles() { # median, p99 and longest of what pgbench sees now, in ms, and its transactions per second
    local log=$work/log.$RANDOM
    "$PG_BINDIR/pgbench" -n -c "$clients" -j 1 -T "$each" -l --log-prefix="$log" "$database" >/dev/null 2>&1
    sort -n -k 3,3 "$log".* | awk -v seconds="$each" '
        function at(share,    i) { i = int(NR * share); return v[i < 1 ? 1 : i] / 1000 }
        { v[NR] = $3 }
        END { printf "%.2f %.2f %.1f %d\n", at(0.5), at(0.99), v[NR] / 1000, NR / seconds }'
}

fresh_database "$database"
"$PG_BINDIR/pgbench" -i -q -s "$scale" "$database" >/dev/null 2>&1
sql -c 'CREATE EXTENSION migrate_ext' -c 'ALTER TABLE pgbench_accounts ADD COLUMN copy bigint' -c 'VACUUM ANALYZE' -c CHECKPOINT
"$PG_BINDIR/pgbench" -n -c "$clients" -j 1 -T 5 "$database" >/dev/null 2>&1 # what it reads is in memory
printf 'pgbench, scale %s, %s clients, %s s each; the backfill: batches of %s, at most %s rows a second\n' "$scale" "$clients" "$each" "$target" "$speed"
printf '| alone: median | p99 | longest | tps | beside it: median | p99 | longest | tps | rows/s |\n|---|---|---|---|---|---|---|---|---|\n'
p99_alone='' p99_beside=''
for ((round = 1; round <= rounds; round++)); do
    read -r -a alone <<<"$(percentiles)"
    sql -c 'SET migrate.small_table = 0' -c "SET migrate.backfill_target = '$target'" \
        -c "SELECT FROM migrate.safe_backfill('pgbench_accounts', 'copy = aid + $round')" >/dev/null
    job=$(sql -c 'SELECT max(id) FROM migrate.jobs')
    wait_for "SELECT count(*) = 1 FROM migrate.backfills WHERE status = 'running'"
    sql -c "SELECT FROM migrate.throttle($job, max_rows_per_second => $speed)" >/dev/null
    read -r -a beside <<<"$(percentiles)"
    is "SELECT status = 'running' FROM migrate.backfill_details ORDER BY backfill DESC LIMIT 1" || {
        echo "the backfill has ended before: a larger SCALE, or fewer ROWS_PER_SECOND" >&2
        exit 1
    }
    seen=$(sql -c 'SELECT rows_per_second FROM migrate.backfill_details ORDER BY backfill DESC LIMIT 1')
    sql -c "SELECT FROM migrate.cancel($job)" >/dev/null
    wait_for 'NOT EXISTS (SELECT FROM migrate.live_jobs)'
    p99_alone+=" ${alone[1]}" p99_beside+=" ${beside[1]}"
    printf '| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n' "${alone[@]}" "${beside[@]}" "$seen"
done
# shellcheck disable=SC2086 # lists of numbers
awk -v a="$(median $p99_beside)" -v b="$(median $p99_alone)" 'BEGIN { printf "p99 beside the backfill: %.2f of that alone (medians)\n", a / b }'
