#!/usr/bin/env bash
# 1,000 small migrations: CALL migrate.up() once, against psql running one file with the same statements and
# BEGIN … COMMIT round each migration. Alternating, each time in a new database; registering is not timed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${COUNT:-1000}
rounds=${ROUNDS:-3}

file=$(mktemp)
trap 'rm -f "$file"' EXIT
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

with_psql() {
    fresh_database bench_psql
    psql -d postgres -c CHECKPOINT
    milliseconds psql -d bench_psql -f "$file"
    tables_made bench_psql >&2
}

with_migrate() {
    fresh_database bench_migrate
    psql -d bench_migrate -c 'CREATE EXTENSION migrate_ext' -c "
        SELECT count(migrate.create('small change ' || n, up => $up, version => 1700000000000 + n))
        FROM generate_series(1, $count) AS n" >/dev/null
    psql -d postgres -c CHECKPOINT
    milliseconds psql -d bench_migrate -c 'SET client_min_messages = warning' -c 'CALL migrate.up()'
    tables_made bench_migrate >&2
}

plain=() ours=()
printf '%-8s %12s %12s\n' round 'psql ms' 'migrate ms'
for ((round = 1; round <= rounds; round++)); do
    if ((round % 2)); then
        a=$(with_psql)
        b=$(with_migrate)
    else
        b=$(with_migrate)
        a=$(with_psql)
    fi
    plain+=("$a") ours+=("$b")
    printf '%-8s %12s %12s\n' "$round" "$a" "$b"
done
a=$(median "${plain[@]}") b=$(median "${ours[@]}")
printf '%-8s %12s %12s\n' median "$a" "$b"
awk -v a="$a" -v b="$b" -v n="$count" \
    'BEGIN { printf "ratio    %.2f (migrate / psql); %.2f ms more per migration\n", b / a, (b - a) / n }'
