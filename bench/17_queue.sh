#!/usr/bin/env bash
# A queue of 200 jobs, each an index on a small table, asked for one after the other while the first waits: how long they take
# to ask for, and to work off; beside psql that runs the 200 CREATE INDEX CONCURRENTLY in one session. In turns, each in a
# new database. What is shown beside it is by how many workers.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rounds=${ROUNDS:-5}
count=${COUNT:-200}
file=$(mktemp)
trap 'rm -f "$file"' EXIT

database() { # NAME
    "$PG_BINDIR/createdb" "$1"
    psql -d "$1" -c 'CREATE EXTENSION migrate_ext'
    psql -d postgres -c "SELECT format('CREATE TABLE t%s (id bigint PRIMARY KEY, body text);', n) FROM generate_series(1, $count) n" |
        psql -d "$1"
    psql -d postgres -c CHECKPOINT
}

made() { # DATABASE
    [[ $(psql -d "$1" -c "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relname LIKE 'i%' AND i.indisvalid") == "$count" ]]
}

all_done() { psql -d "$1" -c "CALL migrate.wait($(psql -d "$1" -c 'SELECT max(id) FROM migrate.jobs'))" 2>/dev/null; }

plain=() asked=() ours=()
printf '%-8s %10s %10s %12s\n' round 'psql ms' 'asked ms' 'worked off ms'
for ((round = 1; round <= rounds; round++)); do
    for db in "bench_q_psql_$round" "bench_q_$round"; do database "$db"; done
    psql -d postgres -c "SELECT format('CREATE INDEX CONCURRENTLY i%s ON t%1\$s (body);', n) FROM generate_series(1, $count) n" >"$file"
    a=$(milliseconds psql -d "bench_q_psql_$round" -f "$file")
    db=bench_q_$round
    made "bench_q_psql_$round"
    # The first job waits for this session until all are asked for.
    exec {hold}> >(psql -d "$db" >/dev/null 2>&1)
    echo 'SELECT pg_advisory_lock(1);' >&"$hold"
    until [[ $(psql -d "$db" -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND classid = 0") == 1 ]]; do :; done
    psql -d "$db" -c "SELECT migrate.create('hold', up => 'SAVEPOINT s; SELECT pg_advisory_xact_lock(1)', version => 1)" \
        -c "SELECT job FROM migrate.apply()" >/dev/null
    psql -d postgres -c "SELECT format('SELECT job FROM migrate.safe_create_index(''t%s'', ''{body}'', index_name => ''i%1\$s'');', n)
        FROM generate_series(1, $count) n" >"$file"
    b=$(milliseconds psql -d "$db" -f "$file")
    exec {hold}>&-
    c=$(milliseconds all_done "$db")
    made "$db"
    plain+=("$a") asked+=("$b") ours+=("$c")
    printf '%-8s %10s %10s %12s    %s\n' "$round" "$a" "$b" "$c" "$(psql -d "$db" -c "SELECT count(DISTINCT pid) || ' workers' FROM migrate.jobs")"
done
printf '%-8s %10s %10s %12s\n' median "$(median "${plain[@]}")" "$(median "${asked[@]}")" "$(median "${ours[@]}")"
summary "a queue of $count jobs, worked off" 'psql, the same statements' "${plain[*]}" "${ours[*]}"
