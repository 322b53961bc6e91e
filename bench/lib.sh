# shellcheck shell=bash
# Shared by the benchmarks: databases, time, medians. Sourced; scripts/bench sets PGHOST, PGPORT, PGUSER, PG_BINDIR.

shopt -s inherit_errexit # a failure inside $(…) counts

[[ ${PGHOST:-} == /tmp/migrate_ext.* ]] || {
    echo "run this through scripts/bench: it makes a server for it" >&2
    exit 1
}

psql() { "$PG_BINDIR/psql" -XAtq -v ON_ERROR_STOP=1 "$@"; }

fresh_database() { # NAME
    "$PG_BINDIR/dropdb" --if-exists --force "$1" 2>/dev/null
    "$PG_BINDIR/createdb" "$1"
}

milliseconds() { # COMMAND …: how long it took
    local from
    from=$(date +%s%N)
    "$@" >/dev/null
    echo $((($(date +%s%N) - from) / 1000000))
}

median() { # of the numbers given
    printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'
}
