#!/usr/bin/env bash
# What migrate.work says while an index is built and while a backfill is throttled, once a second; and how far its time left
# was from what it came to be: told, true, and the error as a share of the whole.
# ROWS=… (2,000,000), WATCH=file keeps what \watch would show.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rows=${ROWS:-2000000}
database=bench_eta
export PGDATABASE=$database
watched=${WATCH:-/dev/null}
ticks=$(mktemp)
trap 'rm -f "$ticks"' EXIT
: >"$watched"

ask() { "$PG_BINDIR/psql" -XAtq -v ON_ERROR_STOP=1 "$@"; }

look() { # job: one tick a second until it has ended; each with the time, what is told, and where it is
    local job=$1
    : >"$ticks"
    until [[ $(ask -c "SELECT finished_at IS NOT NULL FROM migrate.jobs WHERE id = $job") == t ]]; do
        ask -F'|' -c "SELECT extract(epoch FROM clock_timestamp()), round(eta_seconds::numeric, 1), round(100 * share::numeric), status,
                             translate(message, '|', '/')
                      FROM migrate.job_facts WHERE job = $job" >>"$ticks"
        { date +%T; "$PG_BINDIR/psql" -X -c 'SELECT * FROM migrate.work' -P footer=off; echo; } >>"$watched"
        if [[ -n ${2:-} ]]; then eval "$2"; fi
        sleep 1
    done
}

told() { # job: the ticks, with what came to be true
    awk -F'|' -v began="$(ask -c "SELECT extract(epoch FROM started_at) FROM migrate.jobs WHERE id = $1")" \
        -v ended="$(ask -c "SELECT extract(epoch FROM finished_at) FROM migrate.jobs WHERE id = $1")" '
        function abs(x) { return x < 0 ? -x : x }
        BEGIN { whole = ended - began; print "| at | done | told | true | error | of the whole | doing |\n|---|---|---|---|---|---|---|" }
        {
            left = ended - $1
            if ($2 == "") { printf "| %.0f s | %s %% |  | %.0f s |  |  | %s |\n", $1 - began, $3, left, $5; next }
            error = $2 - left; n++; sum += abs(error); if (abs(error) > most) most = abs(error)
            printf "| %.0f s | %s %% | %.0f s | %.0f s | %+.0f s | %+.0f %% | %s |\n", $1 - began, $3, $2, left, error, 100 * error / whole, $5
        }
        END { if (n) printf "\n%d ticks of %.0f s, mean error %.1f s (%.0f %% of the whole), largest %.1f s\n\n", n, whole, sum / n, 100 * sum / n / whole, most }' "$ticks"
}

fresh_database "$database"
ask -c 'CREATE EXTENSION migrate_ext' -c "CREATE TABLE articles (id bigint, n int, slug text, status text) WITH (autovacuum_enabled = off)" \
    -c "INSERT INTO articles SELECT i, (random() * 1e9)::int, md5(i::text), NULL FROM generate_series(1, $rows) i" -c 'VACUUM ANALYZE articles' -c CHECKPOINT
for columns in n slug; do
    echo "### CREATE INDEX CONCURRENTLY on $columns, $rows rows"
    ask -c 'SET migrate.small_table = 0' -c "SELECT FROM migrate.safe_create_index('articles', ARRAY['$columns'])"
    job=$(ask -c 'SELECT max(id) FROM migrate.jobs')
    look "$job"
    told "$job"
done

echo "### A backfill: as fast as it may be, then at a fifth of that"
ask -c 'SET migrate.small_table = 0' -c "SELECT FROM migrate.safe_backfill('articles', 'status = ''new''', 'status IS NULL')"
job=$(ask -c 'SELECT max(id) FROM migrate.jobs')
# shellcheck disable=SC2016 # for eval, later
look "$job" 'if (($(wc -l <"$ticks") == 4)); then
    speed=$(ask -c "SELECT greatest(rows_per_second / 5, 1) FROM migrate.backfill_details ORDER BY backfill DESC LIMIT 1")
    ask -c "SELECT FROM migrate.throttle($job, max_rows_per_second => $speed)"
    echo "throttled to $speed rows/s behind the fourth tick"
fi'
told "$job"
