#!/usr/bin/env bash
# pg_repack 1.4.8 (Debian: postgresql-15-repack) on PostgreSQL 15.20, which is publisher and subscriber. Question: a table
# is packed anew in the database that is published FOR ALL TABLES, after a migration has changed each of its rows. What
# does the subscriber see of that? Natural bet: nothing, as of VACUUM FULL; the copy's file is swapped in below the table,
# and no row changes.
#
# The copy is made by SQL, as a table repack.table_N, and all its rows are sent. The subscriber has no such table, so its
# worker ends with an error, begins again, and ends with the same; whatever is written from then on waits, and the slot
# keeps the WAL. That pg_repack has dropped its table in the meantime is no help: the rows come before. A publication FOR
# TABLES IN SCHEMA public sends nothing of it. (pg_repack's issue 235 and pull request 481 have it; this release says nothing.)
#
# Seen:
#     FOR TABLES IN SCHEMA public: 1001 rows, errors: false
#     FOR ALL TABLES: 1000 rows, errors: true
#     logical replication target relation "repack.table_N" does not exist
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
bin=$tmp/debs/usr/lib/postgresql/15/bin
trap 'as_user "$bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
mkdir "$tmp/download" "$tmp/run"
(cd "$tmp/download" && chmod 777 . && apt-get -qq download postgresql-15=15.20-0+deb12u1 postgresql-client-15=15.20-0+deb12u1 postgresql-15-repack=1.4.8-1+deb12u1)
for deb in "$tmp"/download/*.deb; do dpkg -x "$deb" "$tmp/debs"; done
((EUID != 0)) || chown nobody "$tmp/run"
# Debian's server looks for its files where the package would have put them.
as_user "$bin/initdb" -L "$tmp/debs/usr/share/postgresql/15" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -k $tmp/run" -w start >/dev/null
psql() { "$bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
seen=$(
    for publication in 'FOR TABLES IN SCHEMA public' 'FOR ALL TABLES'; do
        psql -c 'DROP DATABASE IF EXISTS publisher' -c 'CREATE DATABASE publisher' -c 'CREATE DATABASE subscriber' postgres 2>/dev/null
        psql -c 'CREATE TABLE orders (id int PRIMARY KEY, n int)' publisher
        psql -c 'CREATE TABLE orders (id int PRIMARY KEY, n int)' subscriber
        psql -c 'CREATE EXTENSION pg_repack' -c 'INSERT INTO orders SELECT i, i FROM generate_series(1, 1000) i' -c "CREATE PUBLICATION p $publication" -c "SELECT FROM pg_create_logical_replication_slot('s', 'pgoutput')" publisher >/dev/null
        psql -c "CREATE SUBSCRIPTION s CONNECTION 'host=$tmp/run dbname=publisher user=postgres' PUBLICATION p WITH (create_slot = false)" subscriber
        wait_for() { for ((i = 0; i < 300; i++)); do [[ $(psql -c "$1" subscriber) == t ]] && return; sleep 0.1; done; }
        wait_for "SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel"
        "$bin/pg_repack" -h "$tmp/run" -U postgres -t orders publisher >/dev/null 2>&1
        psql -c 'INSERT INTO orders VALUES (1001, 1)' publisher
        wait_for "SELECT EXISTS (SELECT FROM orders WHERE id = 1001) OR apply_error_count > 0 FROM pg_stat_subscription_stats"
        echo "$publication: $(psql -c "SELECT count(*) || ' rows, errors: ' || (apply_error_count > 0) FROM orders, pg_stat_subscription_stats GROUP BY apply_error_count" subscriber)"
        psql -c 'ALTER SUBSCRIPTION s DISABLE' -c 'ALTER SUBSCRIPTION s SET (slot_name = NONE)' -c 'DROP SUBSCRIPTION s' subscriber
        for ((i = 0; i < 100; i++)); do psql -c "SELECT FROM pg_drop_replication_slot('s')" publisher >/dev/null 2>&1 && break; sleep 0.1; done
        psql -c 'DROP DATABASE subscriber' postgres
    done
    sed -n 's/.*ERROR: *//p' "$tmp/run/log" | grep -v 'is active' | sed 's/[0-9][0-9]*/N/' | sort -u
)
echo "$seen"
[[ $seen == 'FOR TABLES IN SCHEMA public: 1001 rows, errors: false
FOR ALL TABLES: 1000 rows, errors: true
logical replication target relation "repack.table_N" does not exist' ]]
