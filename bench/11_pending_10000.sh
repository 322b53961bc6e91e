#!/usr/bin/env bash
# Whether many pending migrations take as long each as few do: 1,000 and 10,000 small ones, one CALL migrate.up(), beside psql
# with the same statements and BEGIN … COMMIT round each migration, in turns, each in a new database.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rounds=${ROUNDS:-5}
file=$(mktemp)
trap 'rm -f "$file"' EXIT
up="format('CREATE TABLE t%1\$s (id bigint PRIMARY KEY, body text);
ALTER TABLE t%1\$s ADD COLUMN score integer NOT NULL DEFAULT 0;
COMMENT ON TABLE t%1\$s IS ''table %1\$s'';', n)"

must_be_made() { # DATABASE COUNT
    [[ $(psql -d "$1" -c "SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]+\$' AND relnatts = 3") == "$2" ]]
}

one() { # psql | migrate  COUNT
    fresh_database bench_pending
    if [[ $1 == psql ]]; then
        psql -d postgres -c "SELECT 'BEGIN;', $up, 'COMMIT;' FROM generate_series(1, $2) AS n" -R $'\n' -F $'\n' >"$file"
        psql -d postgres -c CHECKPOINT
        milliseconds psql -d bench_pending -f "$file"
    else
        psql -d bench_pending -c 'CREATE EXTENSION migrate_ext' -c "
            SELECT count(migrate.create('small change ' || n, up => $up, version => 1700000000000 + n))
            FROM generate_series(1, $2) AS n" >/dev/null
        psql -d postgres -c CHECKPOINT
        milliseconds psql -d bench_pending -c 'SET client_min_messages = warning' -c 'CALL migrate.up()'
    fi
    must_be_made bench_pending "$2"
}

declare -A took
for ((round = 1; round <= rounds; round++)); do
    for count in 1000 10000; do
        for side in psql migrate; do took[$side.$count]+=" $(one $side $count)"; done
    done
done
for count in 1000 10000; do
    for side in psql migrate; do
        # shellcheck disable=SC2086 # a list of numbers
        awk -v side=$side -v n=$count -v rounds="${took[$side.$count]}" -v ms="$(median ${took[$side.$count]})" \
            'BEGIN { printf "%-8s %6d pending: %s   median %d ms, %.2f ms each\n", side, n, rounds, ms, ms / n }'
    done
done
summary '10,000 pending migrations, one call' '`psql -f`, BEGIN … COMMIT each' "${took[psql.10000]}" "${took[migrate.10000]}"
