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

# One line of the table that scripts/bench makes of all benchmarks: the same work side by side, the milliseconds of each round in
# the order of the rounds. The spread is that of the rounds' own ratios.
summary() { # WORK BESIDE 'ITS MS …' 'OUR MS …'
    [[ ${BENCH_SUMMARY:-} ]] || return 0
    # shellcheck disable=SC2086 # lists of numbers
    awk -v work="$1" -v beside="$2" -v theirs="$3" -v ours="$4" -v a="$(median $3)" -v b="$(median $4)" 'BEGIN {
        n = split(theirs, t, " "); split(ours, o, " ")
        for (i = 1; i <= n; i++) { r = o[i] / t[i]; if (i == 1 || r < low) low = r; if (r > high) high = r }
        printf "| %s | %s | %d | %d | %.2f | %.2f to %.2f | %d |\n", work, beside, a, b, b / a, low, high, n }' >>"$BENCH_SUMMARY"
}
