#!/usr/bin/env bash
# RUM 1.3.13 (Debian: postgresql-15-rum) on PostgreSQL 15.20. Question: a RUM index over a text's words keeps a date
# beside each, for ORDER BY date, by WITH (attach = 'd', to = 'a'), and a migration renames the column d. What happens?
# Natural bet: nothing, as the server knows an index's columns by number; at most the next REINDEX, or a restore, fails
# on the old name.
#
# Nothing during the migration, and no row can be inserted afterwards, or changed in the index's columns: each INSERT is
# refused, "attribute "d" is not found in table", also where it does not name the column. Queries by the index fail, and
# so do VACUUM, REINDEX and the restore of a dump. ALTER INDEX … SET (attach = 'the new name') is done and does not mend
# it: the index's own columns keep their names when the table's are renamed. ALTER TABLE … RENAME COLUMN of the index's
# column along with it does.
#
# Seen:
#     ALTER TABLE t RENAME COLUMN d TO happened: done
#     INSERT INTO t (id) VALUES (101): attribute "d" is not found in table
#     UPDATE t SET happened = '2026-02-01' WHERE id = 1: attribute "d" is not found in table
#     a query by the index: attribute "d" is not found in table
#     REINDEX INDEX r: attribute "d" is not found in table
#     VACUUM t: attribute "d" is not found in table
#     restored: attribute "d" is not found in table
#     ALTER INDEX r SET (attach = 'happened'): done
#     INSERT INTO t (id) VALUES (102): attribute "happened" is not found in index
#     ALTER TABLE r RENAME COLUMN d TO happened: done
#     INSERT INTO t (id) VALUES (103): done
#     REINDEX INDEX r: done
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
bin=$tmp/debs/usr/lib/postgresql/15/bin
trap 'as_user "$bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
mkdir "$tmp/download" "$tmp/run"
(cd "$tmp/download" && chmod 777 . && apt-get -qq download postgresql-15=15.20-0+deb12u1 postgresql-client-15=15.20-0+deb12u1 postgresql-15-rum=1.3.13-1+deb12u1)
for deb in "$tmp"/download/*.deb; do dpkg -x "$deb" "$tmp/debs"; done
((EUID != 0)) || chown nobody "$tmp/run"
# Debian's server looks for its files where the package would have put them.
as_user "$bin/initdb" -L "$tmp/debs/usr/share/postgresql/15" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$bin/psql" -qAtX -h "$tmp/run" -U postgres "$@"; }
psql -v ON_ERROR_STOP=1 postgres <<'SQL'
CREATE EXTENSION rum;
CREATE DATABASE restored;
CREATE TABLE t (id int, a tsvector, d timestamp, n int);
INSERT INTO t SELECT i, to_tsvector('word'), timestamp '2026-01-01' + i * interval '1 day' FROM generate_series(1, 100) i;
CREATE INDEX r ON t USING rum (a rum_tsvector_addon_ops, d) WITH (attach = 'd', to = 'a');
SQL
seen=$(
    attempt() {
        local said
        said=$(psql -c "${2:-$1}" postgres 2>&1 | sed -n 's/^ERROR: *//p')
        echo "$1: ${said:-done}"
    }
    attempt 'ALTER TABLE t RENAME COLUMN d TO happened'
    attempt 'INSERT INTO t (id) VALUES (101)'
    attempt "UPDATE t SET happened = '2026-02-01' WHERE id = 1"
    attempt 'a query by the index' "SET enable_seqscan = off; SELECT id FROM t WHERE a @@ 'word' ORDER BY happened <=> '2026-02-01' LIMIT 1"
    attempt 'REINDEX INDEX r'
    attempt 'VACUUM t'
    said=$("$bin/pg_dump" -h "$tmp/run" -U postgres postgres | psql restored 2>&1 | sed -n 's/^ERROR: *//p')
    echo "restored: ${said:-done}"
    attempt "ALTER INDEX r SET (attach = 'happened')"
    attempt 'INSERT INTO t (id) VALUES (102)'
    attempt 'ALTER TABLE r RENAME COLUMN d TO happened'
    attempt 'INSERT INTO t (id) VALUES (103)'
    attempt 'REINDEX INDEX r'
)
echo "$seen"
[[ $seen == 'ALTER TABLE t RENAME COLUMN d TO happened: done
INSERT INTO t (id) VALUES (101): attribute "d" is not found in table
UPDATE t SET happened = '\''2026-02-01'\'' WHERE id = 1: attribute "d" is not found in table
a query by the index: attribute "d" is not found in table
REINDEX INDEX r: attribute "d" is not found in table
VACUUM t: attribute "d" is not found in table
restored: attribute "d" is not found in table
ALTER INDEX r SET (attach = '\''happened'\''): done
INSERT INTO t (id) VALUES (102): attribute "happened" is not found in index
ALTER TABLE r RENAME COLUMN d TO happened: done
INSERT INTO t (id) VALUES (103): done
REINDEX INDEX r: done' ]]
