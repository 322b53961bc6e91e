#!/usr/bin/env bash
# 1,000 small migrations: CALL migrate.up() once, as it is and with a transaction for each (migrate.commit_window = 0), against
# psql running one file with the same statements and BEGIN … COMMIT round each migration; then both sides once more with
# synchronous_commit = off. In turns, each time in a new database that is dropped at the end: on ext4, to make a file soon after others were removed takes several times as long.
# Registering is not timed. What the scripts' own statements have taken is shown beside it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${COUNT:-1000}
rounds=${ROUNDS:-5}

file=$(mktemp)
trap 'rm -f "$file" "$file".*' EXIT
up="format('CREATE TABLE t%1\$s (id bigint PRIMARY KEY, body text);
ALTER TABLE t%1\$s ADD COLUMN score integer NOT NULL DEFAULT 0;
COMMENT ON TABLE t%1\$s IS ''table %1\$s'';', n)"
psql -d postgres -c "SELECT 'BEGIN;', $up, 'COMMIT;' FROM generate_series(1, $count) AS n" -R $'\n' -F $'\n' >"$file"

tables_made() { # DATABASE: a benchmark of work that was not done is worth nothing
    local made
    made=$(psql -d "$1" -c "SELECT count(*) FROM pg_description d JOIN pg_class c ON c.oid = d.objoid
        WHERE c.relname ~ '^t[0-9]+\$' AND c.relnatts = 3")
    [[ $made == "$count" ]] || {
        echo "$1: $made of $count tables were made" >&2
        exit 1
    }
}

with_psql() { # ROUND WAITS
    local db=bench_psql_$1_$2
    "$PG_BINDIR/createdb" "$db"
    psql -d postgres -c CHECKPOINT
    PGOPTIONS="-c synchronous_commit=$2" milliseconds psql -d "$db" -f "$file"
    tables_made "$db" >&2
}

with_migrate() { # ROUND WINDOW WAITS
    local db=bench_migrate_$1_$2_$3
    "$PG_BINDIR/createdb" "$db"
    psql -d "$db" -c 'CREATE EXTENSION migrate_ext' -c "
        SELECT count(migrate.create('small change ' || n, up => $up, version => 1700000000000 + n))
        FROM generate_series(1, $count) AS n" >/dev/null
    psql -d postgres -c CHECKPOINT
    milliseconds psql -d "$db" -c 'SET client_min_messages = warning' -c "SET migrate.commit_window = $2" \
        -c "SET synchronous_commit = $3" -c 'CALL migrate.up()'
    tables_made "$db" >&2
    psql -d "$db" -c "SELECT count(DISTINCT xmin::text) || ' transactions, statements ' || sum(execution_time_ms) || ' ms'
        FROM migrate.schema_migrations" >"$file.$2"
}

plain=() ours=() alone=() plain_off=() ours_off=()
printf '%-8s %12s %12s %22s\n' round 'psql ms' 'migrate ms' 'one transaction each'
for ((round = 1; round <= rounds; round++)); do
    if ((round % 2)); then
        a=$(with_psql $round on)
        b=$(with_migrate $round 30 on)
        c=$(with_migrate $round 0 on)
    else
        c=$(with_migrate $round 0 on)
        b=$(with_migrate $round 30 on)
        a=$(with_psql $round on)
    fi
    plain+=("$a") ours+=("$b") alone+=("$c")
    printf '%-8s %12s %12s %22s    %s\n' "$round" "$a" "$b" "$c" "$(cat "$file.30")"
done
printf '\n%-8s %12s %12s    synchronous_commit = off\n' round 'psql ms' 'migrate ms'
for ((round = 1; round <= rounds; round++)); do
    if ((round % 2)); then
        a=$(with_psql $round off)
        b=$(with_migrate $round 30 off)
    else
        b=$(with_migrate $round 30 off)
        a=$(with_psql $round off)
    fi
    plain_off+=("$a") ours_off+=("$b")
    printf '%-8s %12s %12s    %s\n' "$round" "$a" "$b" "$(cat "$file.30")"
done
summary "$count small migrations, one call" '`psql -f`, BEGIN … COMMIT each' "${plain[*]}" "${ours[*]}"
summary "the same, a transaction each" '`psql -f`, BEGIN … COMMIT each' "${plain[*]}" "${alone[*]}"
summary "$count small migrations, synchronous_commit = off" '`psql -f`, the same' "${plain_off[*]}" "${ours_off[*]}"
a=$(median "${plain[@]}") b=$(median "${ours[@]}") c=$(median "${alone[@]}")
printf '%-8s %12s %12s %22s\n' median "$a" "$b" "$c"
awk -v a="$a" -v b="$b" -v c="$c" -v n="$count" \
    'BEGIN { printf "ratio    %.2f (migrate / psql), %.2f with a transaction each; %.2f ms more per migration\n", b / a, c / a, (b - a) / n }'
for db in $(psql -d postgres -c "SELECT datname FROM pg_database WHERE datname ~ '^bench_(psql|migrate)_'"); do
    "$PG_BINDIR/dropdb" --force "$db"
done
