#!/usr/bin/env bash
# 1,000 schemas × 20 small migrations: CALL migrate.up(schemas => …) with 1, 2 and 4 workers, against shell loops of psql:
# one psql for each file, as a script that looks at each exit status has it, and one psql for each schema with all files.
# Each time in a new database; registering, and making the schemas, is not timed. The loops keep no history.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
schemas=${SCHEMAS:-1000}
migrations=${MIGRATIONS:-20}
workers=${WORKERS:-1 2 4}

files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

up_of() { # N: the script of migration N
    if (($1 % 2)); then
        printf 'CREATE TABLE t%s (id bigint PRIMARY KEY, body text);' "$1"
    else
        printf 'ALTER TABLE t%s ADD COLUMN score integer NOT NULL DEFAULT 0;' "$(($1 - 1))"
    fi
}
for ((n = 1; n <= migrations; n++)); do
    printf 'BEGIN;\n%s\nCOMMIT;\n' "$(up_of "$n")" >"$files/$(printf '%03d' "$n").sql"
done

with_schemas() { # DATABASE: a new one with all schemas
    fresh_database "$1"
    psql -d "$1" -c "SET client_min_messages = warning" -c "
        DO \$\$ BEGIN FOR n IN 1..$schemas LOOP EXECUTE format('CREATE SCHEMA tenant_%s', n); END LOOP; END \$\$"
    psql -d postgres -c CHECKPOINT
}

check() { # DATABASE: a benchmark of work that was not done is worth nothing
    local made
    made=$(psql -d "$1" -c "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname LIKE 'tenant\\_%' AND c.relkind = 'r' AND c.relnatts = 3")
    [[ $made == $((schemas * migrations / 2)) ]] || {
        echo "$1: $made tables of $((schemas * migrations / 2)) are as they should be" >&2
        exit 1
    }
}

each_file() {
    for ((s = 1; s <= schemas; s++)); do
        for file in "$files"/*.sql; do
            PGOPTIONS="-c search_path=tenant_$s" psql -d bench_psql -f "$file"
        done
    done
}

each_schema() {
    local all=()
    for file in "$files"/*.sql; do all+=(-f "$file"); done
    for ((s = 1; s <= schemas; s++)); do
        PGOPTIONS="-c search_path=tenant_$s" psql -d bench_psql "${all[@]}"
    done
}

with_migrate() { # WORKERS
    with_schemas bench_migrate
    psql -d bench_migrate -c 'CREATE EXTENSION migrate_ext'
    for ((n = 1; n <= migrations; n++)); do
        psql -d bench_migrate -c "SELECT migrate.create('m$n', up => '$(up_of "$n")', version => $n)" >/dev/null
    done
    psql -d postgres -c CHECKPOINT
    milliseconds psql -d bench_migrate -c 'SET client_min_messages = warning' -c "SET migrate.parallel_schemas = $1" \
        -c "CALL migrate.up(schemas => 'tenant\\_%')"
    check bench_migrate >&2
}

row() { # NAME MS
    awk -v name="$1" -v ms="$2" -v n="$((schemas * migrations))" -v per_file="${per_file:-$2}" -v per_schema="${per_schema:-$2}" \
        'BEGIN { printf "%-24s %10d %10.2f %14.1f %14.1f\n", name, ms, ms / n, per_file / ms, per_schema / ms }'
}

printf '%-24s %10s %10s %14s %14s\n' "$schemas × $migrations" ms 'ms each' '× psql/file' '× psql/schema'
with_schemas bench_psql
per_file=$(milliseconds each_file)
check bench_psql
with_schemas bench_psql
per_schema=$(milliseconds each_schema)
check bench_psql
row 'psql for each file' "$per_file"
row 'psql for each schema' "$per_schema"
for count in $workers; do
    took=$(with_migrate "$count")
    row "migrate, $count workers" "$took"
    summary "$schemas schemas × $migrations migrations, $count workers" 'psql for each file' "$per_file" "$took"
done
