#!/usr/bin/env bash
# The history of a real project: the first migrations of Lemmy, as its crate lemmy_db_schema ships them, from an empty database to the
# last of them. psql runs all of them in one session, with BEGIN … COMMIT around each, and keeps no history. Ours applies them by one call,
# with their down scripts and without: then what each changes is noted for the way back. In turns, each time in a new database.
# COUNT=… for fewer; the first that needs PostgreSQL 16 comes behind the 247th.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${COUNT:-212}
rounds=${ROUNDS:-5}
release='=1.0.0-test-fix-publish-3'
db=bench_history

folder=$(mktemp -d /tmp/migrate_history.XXXXXX)
trap 'rm -rf "$folder"' EXIT

# Cargo unpacks no crate that nobody depends on.
cargo init --quiet --vcs none --name history "$folder/crate"
(cd "$folder/crate" && cargo add --quiet "lemmy_db_schema@$release" && cargo fetch --quiet)
manifest=$(cd "$folder/crate" && cargo metadata --format-version 1 |
    python3 -c 'import json, sys
print(next(p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"] == "lemmy_db_schema"))')
mapfile -t files < <(find "$(dirname "$manifest")" -name up.sql | sort | head -n "$count")
((${#files[@]} == count)) || { echo "the crate has only ${#files[@]} migrations" >&2; exit 1; }

load() { # FILE NUMBER [DOWN]: the statement that registers it
    printf 'SELECT count(*) FROM migrate.load($file$%s$file$, %s' "$(cat "$1")" "'$2_$(basename "$(dirname "$1")").up.sql'"
    if [[ ${3:-} ]]; then printf ', down => $file$%s$file$' "$(cat "$3")"; fi
    echo ');'
}

number=0
for file in "${files[@]}"; do
    printf 'BEGIN;\n%s\n;COMMIT;\n' "$(cat "$file")" >>"$folder/all.sql"
    number=$((number + 1))
    load "$file" "$number" >>"$folder/without.sql"
    load "$file" "$number" "${file%up.sql}down.sql" >>"$folder/with.sql"
done

fresh() { # KIND
    fresh_database "$db"
    if [[ $1 != psql ]]; then
        psql -d "$db" -c 'SET client_min_messages = error' -c 'CREATE EXTENSION migrate_ext' -f "$folder/$1.sql" >/dev/null
    fi
    psql -d "$db" -c CHECKPOINT
}

apply() { # KIND
    case $1 in
    psql) psql -d "$db" -c 'SET client_min_messages = error' -f "$folder/all.sql" ;;
    *) psql -d "$db" -c 'SET client_min_messages = error' -c 'CALL migrate.up()' ;;
    esac
}

there() { # how many columns there are: all sides make the same
    psql -d "$db" -c "SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname NOT IN ('migrate', 'pg_catalog', 'pg_toast', 'information_schema')"
}

declare -A times
columns=
for ((round = 1; round <= rounds; round++)); do
    for kind in psql with without; do
        fresh "$kind"
        times[$kind]+="$(milliseconds apply "$kind") "
        columns=${columns:-$(there)}
        [[ $(there) == "$columns" ]] || { echo "$kind has made another number of columns than $columns" >&2; exit 1; }
    done
done

printf '%s migrations, %s columns at the end\n' "$count" "$columns"
printf '| | rounds | median |\n|---|---|---|\n'
for kind in psql with without; do
    # shellcheck disable=SC2086 # a list of numbers
    printf '| %s | %s ms | %s ms |\n' "$kind" "${times[$kind]% }" "$(median ${times[$kind]})"
done
for kind in with without; do
    summary "a history of $count migrations, $kind down scripts" '`psql -f`, BEGIN … COMMIT each' "${times[psql]}" "${times[$kind]}"
done
